import { type Money, money } from "#kernel/money.ts";
import type { NameAndValue, Variant } from "./product.ts";

/** Undefined when it is not sold in this currency. */
export function priceIn({ prices }: Variant, currency: string): Money | undefined {
  const price = prices.find((candidate) => candidate.currency === currency);
  return price && money(price.minorUnits, currency);
}

export function compareAtPriceIn({ prices }: Variant, currency: string): Money | undefined {
  const minorUnits = prices.find((candidate) => candidate.currency === currency)?.compareAtMinorUnits;
  return minorUnits == null ? undefined : money(minorUnits, currency);
}

/** Over the variants sold in this currency; undefined when none is. */
export function priceRangeIn(variants: readonly Variant[], currency: string): { min: Money; max: Money } | undefined {
  const prices = variants.flatMap((variant) => priceIn(variant, currency) ?? []);
  if (prices.length === 0) return undefined;
  const ascending = prices.sort((a, b) => (a.minorUnits < b.minorUnits ? -1 : a.minorUnits > b.minorUnits ? 1 : 0));
  return { min: ascending[0]!, max: ascending.at(-1)! };
}

/** What the variants differ in; names and values in the order in which the variants bring them. */
export function optionsOf(variants: readonly Variant[]): { name: string; values: string[] }[] {
  const selected: readonly NameAndValue[] = variants.flatMap(({ selectedOptions }) => selectedOptions);
  return [...Map.groupBy(selected, ({ name }) => name)].map(([name, options]) => ({
    name,
    values: [...new Set(options.map(({ value }) => value))],
  }));
}
