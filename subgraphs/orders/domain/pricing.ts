import { add, type Money, money, scale, sum, times, zero } from "#kernel/money.ts";
import type { PostalAddress } from "./address.ts";

/** How a currency's orders are priced. */
export interface PricingRules {
  readonly currency: string;
  /** The flat rate of one order, in the currency's smallest unit. */
  readonly shippingMinorUnits: bigint;
  readonly tax: TaxRule;
}

/** Rates are in millionths: 180,000 is 18 %. */
export type TaxRule =
  | { readonly included: true; readonly rateMillionths: number; readonly onShipping: boolean }
  | {
      readonly included: false;
      readonly country: string;
      readonly byRegionMillionths: Readonly<Record<string, number>>;
      readonly onShipping: boolean;
    };

export interface LineToPrice {
  readonly quantity: number;
  readonly unitPrice: Money;
}

export interface PricedLine {
  readonly quantity: number;
  readonly unitPrice: Money;
  /** Quantity times unit price: with the tax where prices contain it, without where it is added. */
  readonly total: Money;
  /** Of this line, rounded by itself, so that each line of an invoice can be checked alone. */
  readonly tax: Money;
}

/** `total` = subtotal − discount + shipping, and + tax where prices do not contain it. */
export interface Totals {
  readonly subtotal: Money;
  readonly discount: Money;
  readonly shipping: Money;
  readonly tax: Money;
  readonly total: Money;
  readonly pricesIncludeTax: boolean;
}

export interface Priced<Line extends LineToPrice> {
  readonly lines: readonly (Line & PricedLine)[];
  readonly totals: Totals;
}

const MILLION = 1_000_000n;

/** Prices lines for a destination: the same answer for cart, preview and order. Without lines nothing is shipped. */
export function priceLines<Line extends LineToPrice>(
  lines: readonly Line[],
  rules: PricingRules,
  destination: PostalAddress | null,
): Priced<Line> {
  const { currency, tax: rule } = rules;
  const rate = rateFor(rule, destination);
  const priced = lines.map((line) => {
    const total = times(line.unitPrice, line.quantity);
    return { ...line, total, tax: taxOf(total, rate, rule.included) };
  });
  const subtotal = sum(
    priced.map(({ total }) => total),
    currency,
  );
  const discount = zero(currency);
  const shipping = money(lines.length > 0 ? rules.shippingMinorUnits : 0n, currency);
  const taxes = [...priced.map(({ tax }) => tax), ...(rule.onShipping ? [taxOf(shipping, rate, rule.included)] : [])];
  const tax = sum(taxes, currency);
  const total = rule.included ? add(subtotal, shipping) : add(subtotal, shipping, tax);
  return { lines: priced, totals: { subtotal, discount, shipping, tax, total, pricesIncludeTax: rule.included } };
}

function taxOf(amount: Money, rateMillionths: bigint, included: boolean): Money {
  return scale(amount, rateMillionths, included ? MILLION + rateMillionths : MILLION);
}

/** An address the table does not know is one where the shop has no duty to collect. */
function rateFor(rule: TaxRule, destination: PostalAddress | null): bigint {
  if (rule.included) return BigInt(rule.rateMillionths);
  if (destination?.country !== rule.country) return 0n;
  const region = (destination.region ?? "").trim().toUpperCase().replace(`${rule.country}-`, "");
  return BigInt(Object.hasOwn(rule.byRegionMillionths, region) ? rule.byRegionMillionths[region]! : 0);
}
