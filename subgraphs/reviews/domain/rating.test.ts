import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NO_STARS, ratingSummaryOf } from "./rating.ts";
import type { Stars } from "./review.ts";

test("a product without reviews has no average and five empty rows", () => {
  const summary = ratingSummaryOf(NO_STARS);

  assert.equal(summary.count, 0);
  assert.equal(summary.average, null);
  assert.deepEqual(
    summary.histogram,
    [5, 4, 3, 2, 1].map((stars) => ({ stars, count: 0 })),
  );
});

test("an average has two decimals, halves rounded up", () => {
  assert.equal(ratingSummaryOf({ ...NO_STARS, 5: 1, 4: 2 }).average, 4.33);
  assert.equal(ratingSummaryOf({ ...NO_STARS, 5: 2, 4: 1 }).average, 4.67);
  assert.equal(ratingSummaryOf({ ...NO_STARS, 1: 7, 2: 1 }).average, 1.13);
});

test("a summary of any reviews counts each of them and lies between the worst and the best", () => {
  const stars = fc.constantFrom<Stars>(1, 2, 3, 4, 5);

  fc.assert(
    fc.property(fc.array(stars, { minLength: 1 }), (given) => {
      const counts = { ...NO_STARS };
      for (const each of given) counts[each]++;

      const { count, average, histogram } = ratingSummaryOf(counts);

      assert.equal(count, given.length);
      assert.equal(histogram.length, 5);
      for (const row of histogram) assert.equal(row.count, given.filter((each) => each === row.stars).length);
      const mean = given.reduce<number>((sum, each) => sum + each, 0) / given.length;
      assert.ok(Math.abs(average! - mean) <= 0.005 + 1e-9);
    }),
  );
});
