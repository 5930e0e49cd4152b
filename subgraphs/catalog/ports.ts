import type { Clock } from "#kernel/clock.ts";
import type { Page } from "#kernel/connection.ts";
import type { Cursors, CursorValues } from "#kernel/cursor.ts";
import type { Claim } from "#kernel/idempotency.ts";
import type { Id, Ids } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import type { NewEventOf } from "#schema/events.ts";
import type { Category } from "./domain/category.ts";
import type { Selection } from "./domain/filter.ts";
import type { Brand, FullProduct, Product, Variant } from "./domain/product.ts";

export interface Ports {
  readonly store: ProductStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cursors: Cursors;
  readonly shop: Shop;
  /** The demo shop's pictures; absent where there is no demo. */
  readonly pictures?: Pictures;
}

export interface Shop {
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly currencies: readonly string[];
  readonly locales: readonly string[];
  /** Whether prices of this currency have the tax inside. */
  pricesIncludeTax(currency: string): boolean;
  /** Where clients reach the shop, without a trailing slash. */
  readonly publicUrl: string;
}

export interface Pictures {
  /** The SVG served at a path below `/media/demo/`, or undefined. */
  draw(path: string): string | undefined;
}

/**
 * Where the catalogue is kept. Each product is one whole with its variants and prices: it is written under its version,
 * together with its event, or not at all. Ids of the wrong kind are simply unknown. Lists answer in any order unless
 * they say which.
 */
export interface ProductStore {
  productsById(ids: readonly Id[]): Promise<readonly Product[]>;
  /** By the slugs they have or once had. */
  productsBySlug(slugs: readonly string[]): Promise<readonly { readonly asked: string; readonly product: Product }[]>;
  /** With their variants: to change them. */
  fullProducts(
    by: { readonly ids: readonly Id[] } | { readonly externalRefs: readonly string[] },
  ): Promise<readonly FullProduct[]>;
  /** Of these products, each product's in display order. */
  variantsOf(productIds: readonly Id[]): Promise<readonly Variant[]>;
  variantsById(ids: readonly Id[]): Promise<readonly Variant[]>;
  variantsBySku(skus: readonly string[]): Promise<readonly Variant[]>;
  /** One more than the page's limit when there are more, in the page's direction; `keys` go into cursors. */
  list(selection: Selection, page: Page): Promise<readonly { readonly keys: CursorValues; readonly node: Product }[]>;
  /** Counts no further than `max`. */
  count(selection: Selection, max: number): Promise<number>;
  brandsById(ids: readonly Id[]): Promise<readonly Brand[]>;

  categoriesById(ids: readonly Id[]): Promise<readonly Category[]>;
  categoriesBySlug(slugs: readonly string[]): Promise<readonly Category[]>;
  /** In display order; `null` asks for the roots. */
  categoriesBelow(parentIds: readonly (Id | null)[]): Promise<readonly Category[]>;

  /** Who has these names already. */
  owners(names: Names): Promise<readonly Owner[]>;
  /**
   * Writes all of them and their events, or none. A product with a brand whose slug is known gets that brand; else the
   * brand is made. A claim that was made before writes nothing.
   */
  write(writes: readonly ProductWrite[], claim?: Claim<CreatedIds>): Promise<Result<Written, WriteRefusal>>;
  /** All of them and their events, parents before children, or none. */
  addCategories(
    additions: readonly CategoryAddition[],
    claim?: Claim<CreatedIds>,
  ): Promise<Result<Written, WriteRefusal>>;
}

export interface CategoryAddition {
  readonly category: Category;
  readonly event: NewEventOf<"catalog">;
}

export interface ProductWrite {
  /** Its version is one above the one it was read with; a new product's is 1. */
  readonly product: FullProduct;
  readonly event: NewEventOf<"catalog">;
}

/** Made up front, kept with the idempotency key. */
export interface CreatedIds {
  readonly id: Id;
}

/** `repeated`: the key was used before, and this came of it then. */
export type Written = { readonly type: "written" } | { readonly type: "repeated"; readonly kept: CreatedIds };

export type WriteRefusal =
  | { readonly type: "Taken"; readonly owners: readonly Owner[] }
  /** `id` is the product that has another version by now. */
  | { readonly type: "Stale"; readonly id: Id }
  | { readonly type: "IdempotencyKeyReused" }
  | { readonly type: "InProgress" };

export interface Names {
  readonly slugs?: readonly string[];
  readonly skus?: readonly string[];
  readonly externalRefs?: readonly string[];
  readonly categorySlugs?: readonly string[];
}

/** A name and the product or category that has it; slugs also when it had them once. */
export interface Owner {
  readonly kind: keyof Names;
  readonly name: string;
  readonly ownerId: Id;
}
