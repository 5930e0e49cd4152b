import type { Ask } from "./ask.ts";
import {
  CategoryBySlugDocument,
  type CategoryBySlugQuery,
  CategoryProductsDocument,
  ProductByIdDocument,
  ProductBySlugDocument,
  type ProductCardFragment,
  type ProductDetailsFragment,
  type ProductFilter,
  type ProductSort,
  ProductsDocument,
} from "./generated/graphql.ts";
import { type Page, type PageQuery, pagesOf } from "./pages.ts";

export interface ListingQuery extends PageQuery {
  /** Only this category's products and its descendants'. */
  readonly category?: string;
  readonly where?: ProductFilter;
  readonly orderBy?: ProductSort[];
}

export interface Catalog {
  /** All that a product page shows; null for an unknown one. */
  product(by: { readonly id: string } | { readonly slug: string }): Promise<ProductDetailsFragment | null>;
  /** `for await (const page of agora.catalog.listing({ category: "shoes" }))`. An unknown category has no pages. */
  listing(query?: ListingQuery): AsyncGenerator<Page<ProductCardFragment>, void, undefined>;
  /** A category by its slug, with its way from the root and its children. */
  category(slug: string): Promise<CategoryBySlugQuery["categoryBySlug"]>;
}

export function createCatalog(ask: Ask): Catalog {
  const read = { repeatable: true };
  return {
    product: async (by) =>
      "id" in by
        ? ((await ask(ProductByIdDocument, { id: by.id }, read)).product ?? null)
        : ((await ask(ProductBySlugDocument, { slug: by.slug }, read)).productBySlug ?? null),
    listing: ({ category, where, orderBy, ...page } = {}) =>
      pagesOf(page, async (first, after) => {
        const variables = { where, orderBy, first, after };
        if (category === undefined) return (await ask(ProductsDocument, variables, read)).products;
        return (await ask(CategoryProductsDocument, { slug: category, ...variables }, read)).categoryBySlug?.products;
      }),
    category: async (slug) => (await ask(CategoryBySlugDocument, { slug }, read)).categoryBySlug,
  };
}
