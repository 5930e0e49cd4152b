import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { exponentOf, money } from "#kernel/money.ts";
import type { PostalAddress } from "./address.ts";
import { priceLines, type PricingRules, type TaxRule } from "./pricing.ts";

const address: PostalAddress = {
  name: "Ann",
  line1: "1 Main St",
  line2: null,
  city: "Fresno",
  region: "CA",
  postalCode: null,
  country: "US",
  phone: null,
};
const added: TaxRule = {
  included: false,
  country: "US",
  byRegionMillionths: { CA: 72_500, MN: 68_750 },
  onShipping: false,
};

/** Exponents 0, 2 and 3. */
const anyCurrency = fc.constantFrom("JPY", "INR", "USD", "KWD");
const anyTax: fc.Arbitrary<TaxRule> = fc.oneof(
  fc.record({ included: fc.constant(true as const), rateMillionths: fc.nat(500_000), onShipping: fc.boolean() }),
  fc.record({
    included: fc.constant(false as const),
    country: fc.constant("US"),
    byRegionMillionths: fc.record({ CA: fc.nat(500_000) }),
    onShipping: fc.boolean(),
  }),
);
const anyCase = fc.tuple(
  anyCurrency,
  anyTax,
  fc.nat(100_000),
  fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 9_999 }), units: fc.nat(10_000_000) }), { maxLength: 40 }),
);

test("totals are the sum of their parts, in every currency and under every tax", () => {
  fc.assert(
    fc.property(anyCase, ([currency, tax, shipping, given]) => {
      const rules: PricingRules = { currency, shippingMinorUnits: BigInt(shipping), tax };
      const lines = given.map(({ quantity, units }) => ({ quantity, unitPrice: money(BigInt(units), currency) }));

      const priced = priceLines(lines, rules, address);

      const { subtotal, discount, shipping: sent, tax: taxes, total, pricesIncludeTax } = priced.totals;
      const sumOf = (amounts: bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
      assert.equal(subtotal.minorUnits, sumOf(priced.lines.map((line) => line.total.minorUnits)));
      assert.ok(
        priced.lines.every((line) => line.total.minorUnits === line.unitPrice.minorUnits * BigInt(line.quantity)),
      );
      const onTop = pricesIncludeTax ? 0n : taxes.minorUnits;
      assert.equal(total.minorUnits, subtotal.minorUnits - discount.minorUnits + sent.minorUnits + onTop);
      const onShipping = taxes.minorUnits - sumOf(priced.lines.map((line) => line.tax.minorUnits));
      assert.ok(tax.onShipping ? onShipping >= 0n : onShipping === 0n);
      assert.ok(taxes.minorUnits >= 0n && (!pricesIncludeTax || taxes.minorUnits <= total.minorUnits));
      assert.equal(sent.minorUnits, lines.length === 0 ? 0n : BigInt(shipping));
      for (const amount of [subtotal, discount, sent, taxes, total]) assert.equal(amount.currency, currency);
      assert.ok([0, 2, 3].includes(exponentOf(currency)));
    }),
  );
});

test("each line's tax is the exact one, rounded half up by itself", () => {
  fc.assert(
    fc.property(anyCase, ([currency, tax, shipping, given]) => {
      const rate = BigInt(tax.included ? tax.rateMillionths : tax.byRegionMillionths.CA!);
      const lines = given.map(({ quantity, units }) => ({ quantity, unitPrice: money(BigInt(units), currency) }));

      const priced = priceLines(lines, { currency, shippingMinorUnits: BigInt(shipping), tax }, address);

      const divisor = tax.included ? 1_000_000n + rate : 1_000_000n;
      for (const line of priced.lines) {
        const twiceOff = 2n * (line.tax.minorUnits * divisor - line.total.minorUnits * rate);
        assert.ok(twiceOff <= divisor && twiceOff > -divisor - 1n);
      }
    }),
  );
});

test("the region is read as people write it, and one that is not known is not taxed", () => {
  const rules: PricingRules = { currency: "USD", shippingMinorUnits: 599n, tax: added };
  const taxIn = (changes: Partial<PostalAddress> | null) => {
    const lines = [{ quantity: 1, unitPrice: money(100_00n, "USD") }];
    return priceLines(lines, rules, changes && { ...address, ...changes }).totals.tax.minorUnits;
  };

  assert.equal(taxIn({}), 725n);
  assert.equal(taxIn({ region: " ca " }), 725n);
  assert.equal(taxIn({ region: "US-MN" }), 688n);
  for (const untaxed of [{ region: "KA" }, { region: null }, { region: "constructor" }, { country: "IN" }, null])
    assert.equal(taxIn(untaxed), 0n);
});
