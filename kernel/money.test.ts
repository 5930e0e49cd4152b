import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decimalOf, exponentOf, formatMoney, money, scale } from "./money.ts";

test("scaling is never more than half a unit off", () => {
  const amounts = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n });
  const parts = fc.bigInt({ min: 1n, max: 2_000_000n });
  fc.assert(
    fc.property(amounts, parts, parts, (units, numerator, denominator) => {
      const off = scale(money(units, "INR"), numerator, denominator).minorUnits * denominator - units * numerator;
      assert.ok((off < 0n ? -off : off) * 2n <= denominator);
    }),
  );
});

test("scaling rounds half away from zero, whatever the sign", () => {
  assert.equal(scale(money(5n, "INR"), 1n, 2n).minorUnits, 3n);
  assert.equal(scale(money(-5n, "INR"), 1n, 2n).minorUnits, -3n);
  assert.equal(scale(money(4n, "INR"), 1n, 3n).minorUnits, 1n);
  assert.equal(scale(money(129900n, "INR"), 18n, 118n).minorUnits, 19815n);
});

test("every currency is written with its own number of decimals", () => {
  assert.deepEqual(["INR", "JPY", "KWD", "IQD", "CLF"].map(exponentOf), [2, 0, 3, 3, 4]);
  assert.deepEqual([money(129900n, "INR"), money(1299n, "JPY"), money(-5n, "KWD"), money(0n, "USD")].map(decimalOf), [
    "1299.00",
    "1299",
    "-0.005",
    "0.00",
  ]);
  assert.equal(formatMoney(money(129900n, "INR"), "en-IN"), "₹1,299.00");
  assert.equal(formatMoney(money(9_007_199_254_740_991n, "INR"), "en-IN"), "₹9,00,71,99,25,47,409.91");
});
