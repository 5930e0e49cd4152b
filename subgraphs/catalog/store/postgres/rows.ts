import { idFromUuid } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Category } from "../../domain/category.ts";
import type { Brand, Image, NameAndValue, Price, Product, ProductStatus, Variant } from "../../domain/product.ts";

/** The columns of a product; `p` is products, `b` its brand (LEFT JOIN). */
export const PRODUCT_COLUMNS = `
  p.id, p.slug, p.title, p.description, p.status, p.images, p.category_ids, p.attributes, p.external_ref,
  p.published_at, p.archived_at, p.created_at, p.updated_at, p.created_by, p.version,
  b.id AS brand_id, b.slug AS brand_slug, b.name AS brand_name`;

/** The columns of a variant, `v`; its prices as [currency, minor units, before], whole numbers that fit JSON exactly. */
export const VARIANT_COLUMNS = `
  v.id, v.product_id, v.sku, v.gtin, v.title, v.options, v.image,
  (SELECT jsonb_agg(jsonb_build_array(c.currency, c.minor_units, c.compare_at_minor_units) ORDER BY c.currency)
   FROM prices c WHERE c.variant_id = v.id) AS prices`;

export interface ProductRow {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly description: string | null;
  readonly status: ProductStatus;
  readonly images: Image[];
  readonly category_ids: string[];
  readonly attributes: NameAndValue[];
  readonly external_ref: string | null;
  readonly published_at: Date | null;
  readonly archived_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly created_by: string | null;
  readonly version: number;
  readonly brand_id: string | null;
  readonly brand_slug: string;
  readonly brand_name: string;
}

export interface VariantRow {
  readonly id: string;
  readonly product_id: string;
  readonly sku: string;
  readonly gtin: string | null;
  readonly title: string;
  readonly options: NameAndValue[];
  readonly image: Image | null;
  readonly prices: [currency: string, minorUnits: number, compareAtMinorUnits: number | null][] | null;
}

export function productOf(row: ProductRow): Product {
  return {
    id: idFromUuid(PREFIXES.Product, row.id),
    slug: row.slug,
    title: row.title,
    description: row.description,
    brand: row.brand_id === null ? null : brandOf({ id: row.brand_id, slug: row.brand_slug, name: row.brand_name }),
    status: row.status,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    publishedAt: row.published_at,
    archivedAt: row.archived_at,
    version: row.version,
    images: row.images,
    categoryIds: row.category_ids.map((id) => idFromUuid(PREFIXES.Category, id)),
    attributes: row.attributes,
    externalRef: row.external_ref,
  };
}

export function variantOf(row: VariantRow): Variant {
  return {
    id: idFromUuid(PREFIXES.Variant, row.id),
    productId: idFromUuid(PREFIXES.Product, row.product_id),
    sku: row.sku,
    gtin: row.gtin,
    title: row.title,
    selectedOptions: row.options,
    image: row.image,
    prices: (row.prices ?? []).map(([currency, minorUnits, before]): Price => ({
      currency,
      minorUnits: BigInt(minorUnits),
      compareAtMinorUnits: before === null ? null : BigInt(before),
    })),
  };
}

export function brandOf({ id, slug, name }: Brand): Brand {
  return { id: idFromUuid(PREFIXES.Brand, id), slug, name };
}

export interface CategoryRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly parent_id: string | null;
  readonly ancestor_ids: string[];
  readonly created_at: Date;
  readonly created_by: string | null;
}

export function categoryOf(row: CategoryRow): Category {
  const idOf = (uuid: string) => idFromUuid(PREFIXES.Category, uuid);
  return {
    id: idOf(row.id),
    slug: row.slug,
    name: row.name,
    parentId: row.parent_id === null ? null : idOf(row.parent_id),
    ancestorIds: row.ancestor_ids.map(idOf),
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}
