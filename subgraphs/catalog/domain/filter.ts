import type { Id } from "#kernel/id.ts";
import type { ProductStatus } from "./product.ts";

export const FILTER_DEPTH_MAX = 3;
/** Members of one AND or OR, and of one `in`. */
export const FILTER_MEMBERS_MAX = 20;
export const FILTER_VALUES_MAX = 100;
export const SORT_KEYS_MAX = 3;

/** What products shall be like, in words that any store can translate. */
export type Condition =
  | { readonly type: "all"; readonly of: readonly Condition[] }
  | { readonly type: "any"; readonly of: readonly Condition[] }
  | { readonly type: "not"; readonly of: Condition }
  /** In one of them or below. */
  | { readonly type: "category"; readonly ids: readonly Id[] }
  | { readonly type: "brand"; readonly ids: readonly Id[] }
  | { readonly type: "title"; readonly titles: readonly string[] }
  /** `folded` as `fold` makes it. */
  | { readonly type: "titleContains"; readonly folded: string }
  /** Some variant's price in the currency is within all bounds at once. */
  | { readonly type: "price"; readonly currency: string; readonly bounds: readonly Bound<bigint>[] }
  | { readonly type: "publishedAt"; readonly bounds: readonly Bound<Date>[] }
  | { readonly type: "status"; readonly statuses: readonly ProductStatus[] };

export interface Bound<Value> {
  readonly operator: "=" | ">" | ">=" | "<" | "<=";
  readonly value: Value;
}

export type SortField = "TITLE" | "PRICE" | "PUBLISHED_AT";

export interface Sort {
  readonly field: SortField;
  readonly direction: "ASC" | "DESC";
}

/** A list of products: which, in which order, at which currency's prices. */
export interface Selection {
  readonly condition: Condition;
  readonly sort: readonly Sort[];
  readonly currency: string;
}

export const NEWEST_FIRST: readonly Sort[] = [{ field: "PUBLISHED_AT", direction: "DESC" }];
