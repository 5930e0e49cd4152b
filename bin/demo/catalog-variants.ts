import type { DemoVariant } from "./products.ts";

/** Minor units: paise and cents. */
interface DemoPrice {
  readonly inr: number;
  readonly usd: number;
  /** What it cost before: the price that is crossed out. */
  readonly was?: { readonly inr: number; readonly usd: number };
}

/** The only variant of a product. */
export function single(sku: string, stock: number, price: DemoPrice): DemoVariant[] {
  return [variant(sku, stock, price, {})];
}

export function variant(sku: string, stock: number, price: DemoPrice, options: Record<string, string>): DemoVariant {
  const { inr, usd, was } = price;
  return {
    sku,
    stock,
    options,
    prices: { INR: inr, USD: usd },
    compareAtPrices: was && { INR: was.inr, USD: was.usd },
  };
}
