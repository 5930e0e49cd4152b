import type DataLoader from "dataloader";
import type { Id } from "#kernel/id.ts";
import { hasScope, type Caller } from "#kernel/identity.ts";
import { loadMany, loadOne } from "#kernel/loader.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import type { Category } from "../domain/category.ts";
import { type Brand, isPublic, type Product, type Variant } from "../domain/product.ts";
import type { ProductStore } from "../ports.ts";

export interface Context extends RequestScope {
  /** Whatever its status; `visible` decides what the caller gets. */
  readonly productById: DataLoader<Id, Product | null>;
  readonly productBySlug: DataLoader<string, { asked: string; product: Product } | null>;
  readonly variantById: DataLoader<Id, Variant | null>;
  readonly variantBySku: DataLoader<string, Variant | null>;
  readonly variantsOf: DataLoader<Id, readonly Variant[]>;
  readonly categoryById: DataLoader<Id, Category | null>;
  readonly categoryBySlug: DataLoader<string, Category | null>;
  readonly categoriesBelow: DataLoader<Id, readonly Category[]>;
  readonly brandById: DataLoader<Id, Brand | null>;
}

export function contextOf(scope: RequestScope, store: ProductStore): Context {
  return {
    ...scope,
    productById: loadOne(store.productsById, ({ id }) => id),
    productBySlug: loadOne(store.productsBySlug, ({ asked }) => asked),
    variantById: loadOne(store.variantsById, ({ id }) => id),
    variantBySku: loadOne(store.variantsBySku, ({ sku }) => sku),
    variantsOf: loadMany(store.variantsOf, ({ productId }) => productId),
    categoryById: loadOne(store.categoriesById, ({ id }) => id),
    categoryBySlug: loadOne(store.categoriesBySlug, ({ slug }) => slug),
    categoriesBelow: loadMany(store.categoriesBelow, ({ parentId }) => parentId!),
    brandById: loadOne(store.brandsById, ({ id }) => id),
  };
}

/** Drafts are for those who write the catalogue, and for neighbours on their own account. */
export function seesAll(caller: Caller): boolean {
  return caller.service !== undefined || hasScope(caller, "catalog:write");
}

/** The product, or null where the caller must not know of it. */
export function visible(product: Product | null, { caller }: Context): Product | null {
  return product && (isPublic(product) || seesAll(caller)) ? product : null;
}

/** The same for what is sold of it. */
export async function visibleVariant(variant: Variant | null, context: Context): Promise<Variant | null> {
  if (!variant) return null;
  return visible(await context.productById.load(variant.productId), context) && variant;
}
