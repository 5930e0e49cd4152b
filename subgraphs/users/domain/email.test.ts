import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { foldEmail, isEmail } from "./email.ts";

test("addresses that people have are taken", () => {
  for (const email of [
    "a@b.co",
    "asha.rao+shop@mail.example.in",
    "o'brien@example.com",
    "用户@例子.广告",
    "x_y-z@a-b.c.example",
  ])
    assert.ok(isEmail(email), email);
});

test("what cannot be an address is not taken", () => {
  const label = "x".repeat(300);
  const wrong = [
    "",
    "a",
    "a@",
    "@b.co",
    "a@b",
    "a@@b.co",
    "a@b@c.co",
    "a b@c.co",
    "a@b..co",
    "a@.co",
    "a@b.",
    "a,b@c.co",
  ];
  for (const email of [...wrong, "a\u0000@b.co", "a@b.co\n", "<a@b.co>", `${label}@b.co`])
    assert.ok(!isEmail(email), email);
});

test("folding twice is folding once, and no case or blank around tells two addresses apart", () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      assert.ok(isEmail(email), email);
      assert.equal(foldEmail(` ${email.toUpperCase()}\t`), foldEmail(email));
      assert.equal(foldEmail(foldEmail(email)), foldEmail(email));
    }),
    { verbose: true },
  );
});
