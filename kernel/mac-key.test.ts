import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { MacKey } from "./mac-key.ts";

test("test cases 1 and 2 of RFC 4231", () => {
  const macOf = (key: Buffer, message: string) => Buffer.from(new MacKey(key).of(message), "base64url").toString("hex");

  assert.equal(
    macOf(Buffer.alloc(20, 0x0b), "Hi There"),
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  );
  assert.equal(
    macOf(Buffer.from("Jefe"), "what do ya want for nothing?"),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("any key and message have the code that node:crypto gives them, however often one key is used", () => {
  const messages = fc.array(fc.string({ unit: "binary", maxLength: 300 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), messages, (bytes, texts) => {
      const key = new MacKey(Buffer.from(bytes));
      for (const text of texts)
        assert.equal(key.of(text), createHmac("sha256", bytes).update(text).digest("base64url"));
    }),
  );
});

test("a key that would have to be hashed first is refused", () => {
  assert.throws(() => new MacKey(Buffer.alloc(65)), RangeError);
});
