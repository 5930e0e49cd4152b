import assert from "node:assert/strict";
import { test } from "node:test";
import { amendReview, draftReview } from "./review.ts";

const origin = { id: "rev_1", productId: "prd_1", authorId: "usr_1", authorName: null, isVerifiedPurchase: true };
const written = new Date("2026-11-20T09:30:00.000Z");
const later = new Date("2026-11-21T09:30:00.000Z");
const review = draftReview(origin, { stars: 4, title: "Solid", body: null }, written);

test("who chose no name is shown as a customer", () => {
  assert.equal(review.authorName, "Customer");
  assert.equal(draftReview({ ...origin, authorName: "Meera" }, review, written).authorName, "Meera");
});

test("an amendment changes what is given, clears what is null, keeps the rest and counts as a version", () => {
  const amended = amendReview(review, { stars: 2, title: null }, later);

  assert.deepEqual(amended, { ...review, stars: 2, title: null, updatedAt: later, version: 2 });
});

test("an amendment that changes nothing is the review as it was", () => {
  assert.equal(amendReview(review, { stars: 4, title: "Solid" }, later), review);
});
