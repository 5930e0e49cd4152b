import type { Id } from "#kernel/id.ts";
import type { Money } from "#kernel/money.ts";

/** What the catalogue says of a variant at this moment, in one currency. */
export interface VariantFacts {
  readonly variantId: Id;
  readonly productId: Id;
  readonly sku: string;
  /** Product and variant in one text, as it will stand on the order. */
  readonly title: string;
  readonly imageUrl: string | null;
  readonly options: readonly SelectedOption[];
  readonly status: "DRAFT" | "PUBLISHED" | "ARCHIVED";
  /** Null when it is not sold in that currency. */
  readonly price: Money | null;
}

export interface SelectedOption {
  readonly name: string;
  readonly value: string;
}

/** By variant; who is missing does not exist. */
export type Facts = ReadonlyMap<Id, VariantFacts>;

/** By variant: the most one order may take now; who is missing is not known. */
export type Orderable = ReadonlyMap<Id, number>;

/** What it costs now, or undefined when it cannot be bought in this currency. */
export function salePriceOf(facts: VariantFacts | undefined): Money | undefined {
  return facts?.status === "PUBLISHED" ? (facts.price ?? undefined) : undefined;
}
