import type { Id } from "#kernel/id.ts";
import type { InputPath } from "#kernel/user-error.ts";
import type { ChangedProductFields, NewProductFields } from "./fields.ts";
import type { FullProduct } from "./product.ts";

/** Rows written in one transaction: enough to be quick, few enough that shoppers do not wait for its locks. */
export const IMPORT_BATCH_SIZE = 250;

/** A product as an outside catalogue has it, checked in itself. */
export interface ImportRow {
  /** Where it stands in the file, from 1. */
  readonly line: number;
  readonly externalRef: string;
  readonly fields: NewProductFields;
  /** Names from the root down; categories that are new are made. */
  readonly categoryPaths: readonly (readonly string[])[];
  /** Whether a new product comes into the shop at once; a known one stays where it stands. */
  readonly publish: boolean;
}

export type ImportOutcome =
  | { readonly line: number; readonly type: "created" | "changed" | "unchanged" }
  | { readonly line: number; readonly type: "refused"; readonly problems: readonly ImportProblem[] };

export interface ImportProblem {
  readonly path: InputPath;
  readonly reason: string;
}

/**
 * What a row says about a product that is known already: all but its slug and its place in its life. Variants are told
 * by their SKU; one that the row leaves out is not sold any more: it keeps its SKU and loses its prices.
 */
export function changeFrom(row: ImportRow, categoryIds: readonly Id[], present: FullProduct): ChangedProductFields {
  const { title, slug, description, brandName, images, attributes, variants } = row.fields;
  const idOf = new Map(present.variants.map(({ sku, id }) => [sku, id]));
  const given = new Set(variants.map(({ sku }) => sku));
  const gone = present.variants
    .filter(({ sku }) => !given.has(sku))
    .map(({ id, sku, gtin, title: name, image, selectedOptions }) => {
      return { id, sku, gtin, title: name, image, options: [...selectedOptions], prices: [] };
    });
  return {
    title,
    slug: slug ?? undefined,
    description: description ?? null,
    brandName: brandName ?? null,
    categoryIds: [...categoryIds],
    images: images ?? [],
    attributes: attributes ?? [],
    variants: [...variants.map((variant) => ({ ...variant, id: idOf.get(variant.sku) })), ...gone],
  };
}
