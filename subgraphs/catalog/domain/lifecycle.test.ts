import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { draftProduct } from "./draft.ts";
import { type Move, moveProduct } from "./lifecycle.ts";
import { isPublic } from "./product.ts";

const draft = draftProduct(
  { title: "A", variants: [] },
  { id: "prd_1", slug: "a", brand: null, now: new Date(0), createdBy: null, nextVariantId: () => "var_1" },
);

test("whatever happens to a product, its dates tell its status and its version counts what changed", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<Move>("publish", "archive"), { maxLength: 12 }), (moves) => {
      let product = draft;
      let changes = 0;
      moves.forEach((move, index) => {
        const after = moveProduct(product, move, new Date(index + 1));
        if (after !== product) changes++;
        product = after;
      });
      assert.equal(product.version, 1 + changes);
      assert.equal(product.archivedAt !== null, product.status === "ARCHIVED");
      assert.equal(product.publishedAt !== null, moves.includes("publish"));
      assert.equal(isPublic(product), moves.includes("publish"));
      assert.equal(product.status, { publish: "PUBLISHED", archive: "ARCHIVED" }[moves.at(-1)!] ?? "DRAFT");
      const again = moves.at(-1);
      if (again) assert.equal(moveProduct(product, again, new Date(99)), product);
    }),
  );
});
