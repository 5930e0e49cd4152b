import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fold, SLUG, SLUG_LENGTH_MAX, slugCandidates, slugOf } from "./text.ts";

test("every name has a slug that a URL can show, the same each time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 120 }), fc.string(), (name, id) => {
      const slug = slugOf(name, "product");
      assert.equal(slugOf(name, "product"), slug);
      for (const candidate of slugCandidates(slug, id)) {
        assert.match(candidate, SLUG);
        assert.ok(candidate.length <= SLUG_LENGTH_MAX);
      }
    }),
  );
});

test("slugs read like the name, without case and marks", () => {
  assert.equal(slugOf("  Crème Brûlée – Set of 2! ", "product"), "creme-brulee-set-of-2");
  assert.match(slugOf("किताब", "brand"), /^brand-[0-9a-f]{10}$/);
  assert.notEqual(slugOf("किताब", "brand"), slugOf("कलम", "brand"));
  assert.deepEqual(slugCandidates("mug", "x").slice(0, 3), ["mug", "mug-2", "mug-3"]);
});

test("folding is idempotent and forgets case and accents only", () => {
  fc.assert(fc.property(fc.string(), (text) => assert.equal(fold(fold(text)), fold(text))));
  assert.equal(fold("Sauté PAN"), "saute pan");
});
