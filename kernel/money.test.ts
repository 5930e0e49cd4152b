import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { allocate, decimalOf, exponentOf, formatMoney, money, scale, sum } from "./money.ts";

const amounts = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n });

test("a split adds up exactly and no part is more than one unit from its share", () => {
  fc.assert(
    fc.property(
      amounts,
      fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 50 }),
      (units, weights) => {
        const parts = allocate(money(units, "INR"), weights);
        const total = weights.reduce((a, b) => a + b, 0n);

        assert.equal(sum(parts, "INR").minorUnits, units);
        if (total === 0n) return;
        parts.forEach(({ minorUnits }, index) => {
          const difference = minorUnits * total - units * weights[index]!;
          assert.ok((difference < 0n ? -difference : difference) < total, `part ${index}`);
        });
      },
    ),
  );
});

test("the largest remainders get the units that are left", () => {
  const parts = allocate(money(100n, "INR"), [1n, 1n, 1n]);
  const uneven = allocate(money(10n, "INR"), [5n, 3n, 1n]);

  assert.deepEqual(
    parts.map(({ minorUnits }) => minorUnits),
    [34n, 33n, 33n],
  );
  assert.deepEqual(
    uneven.map(({ minorUnits }) => minorUnits),
    [6n, 3n, 1n],
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
