import type { Transaction } from "#kernel/database.ts";
import { uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Brand } from "../../domain/product.ts";
import { fold } from "../../domain/text.ts";
import type { ProductWrite } from "../../ports.ts";

/** What stood in the way; the transaction must be rolled back. */
export type WriteConflict =
  { readonly type: "slugTaken" } | { readonly type: "stale"; readonly productIds: readonly string[] };

/**
 * Writes products with all that belongs to them, however many, in a fixed number of statements. A product whose
 * version is not the expected one any more is not touched and reported.
 */
export async function writeProducts(
  tx: Transaction,
  writes: readonly ProductWrite[],
): Promise<WriteConflict | undefined> {
  const products = JSON.stringify(writes.map(productJson));
  const ids = writes.map(({ product }) => uuidOf(PREFIXES.Product, product.id)!);
  const brands = writes.flatMap(({ product }) => product.brand ?? []);
  if (brands.length > 0) await tx.query(INSERT_BRANDS, columnsOf(brands));

  const written = new Set((await tx.query(UPSERT_PRODUCTS, [products])).map(({ id }) => id));
  const stale = ids.filter((id) => !written.has(id));
  if (stale.length > 0) return { type: "stale", productIds: stale };
  const slugs = writes.map(({ product }) => product.slug);
  if ((await tx.query(INSERT_SLUGS, [slugs, ids])).length < writes.length) return { type: "slugTaken" };

  const variants = writes.flatMap(({ product }) => product.variants.map(variantJson));
  await tx.query(UPSERT_VARIANTS, [JSON.stringify(variants)]);
  await tx.query(DELETE_PRICES, [ids]);
  await tx.query(INSERT_PRICES, [JSON.stringify(variants)]);
  await tx.query(DELETE_MEMBERS, [ids]);
  await tx.query(INSERT_MEMBERS, [ids]);
  return undefined;
}

const INSERT_BRANDS = `
  INSERT INTO brands (id, slug, name)
  SELECT DISTINCT ON (w.slug) w.id, w.slug, w.name
  FROM unnest($1::uuid[], $2::text[], $3::text[]) AS w (id, slug, name) ORDER BY w.slug
  ON CONFLICT (slug) DO NOTHING`;

const RECORD = `(
  id uuid, slug text, title text, title_folded text, description text, brand_slug text, status text, images jsonb,
  category_ids uuid[], attributes jsonb, external_ref text, published_at timestamptz, archived_at timestamptz,
  created_at timestamptz, updated_at timestamptz, created_by text, version int)`;

/** A new product must not be there yet; a known one must have the expected version. */
const UPSERT_PRODUCTS = `
  INSERT INTO products AS p (
    id, slug, title, title_folded, description, brand_id, status, images, category_ids, attributes, external_ref,
    published_at, archived_at, created_at, updated_at, created_by, version)
  SELECT w.id, w.slug, w.title, w.title_folded, w.description, b.id, w.status, w.images, w.category_ids, w.attributes,
    w.external_ref, w.published_at, w.archived_at, w.created_at, w.updated_at, w.created_by, w.version
  FROM jsonb_to_recordset($1::jsonb) AS w ${RECORD} LEFT JOIN brands b ON b.slug = w.brand_slug
  ORDER BY w.id
  ON CONFLICT (id) DO UPDATE SET
    slug = EXCLUDED.slug, title = EXCLUDED.title, title_folded = EXCLUDED.title_folded,
    description = EXCLUDED.description, brand_id = EXCLUDED.brand_id, status = EXCLUDED.status,
    images = EXCLUDED.images, category_ids = EXCLUDED.category_ids, attributes = EXCLUDED.attributes,
    external_ref = EXCLUDED.external_ref, published_at = EXCLUDED.published_at, archived_at = EXCLUDED.archived_at,
    updated_at = EXCLUDED.updated_at, version = EXCLUDED.version
  WHERE p.version = EXCLUDED.version - 1 AND EXCLUDED.version > 1
  RETURNING id`;

/** A slug of another product, present or past, is not answered: it stays with the one that had it first. */
const INSERT_SLUGS = `
  INSERT INTO product_slugs AS s (slug, product_id)
  SELECT w.slug, w.id FROM unnest($1::text[], $2::uuid[]) AS w (slug, id) ORDER BY w.slug
  ON CONFLICT (slug) DO UPDATE SET product_id = EXCLUDED.product_id WHERE s.product_id = EXCLUDED.product_id
  RETURNING slug`;

const UPSERT_VARIANTS = `
  INSERT INTO variants (id, product_id, position, sku, gtin, title, options, image)
  SELECT w.id, w.product_id, w.position, w.sku, w.gtin, w.title, w.options, nullif(w.image, 'null'::jsonb)
  FROM jsonb_to_recordset($1::jsonb) AS w (
    id uuid, product_id uuid, position int, sku text, gtin text, title text, options jsonb, image jsonb)
  ORDER BY w.id
  ON CONFLICT (id) DO UPDATE SET
    position = EXCLUDED.position, sku = EXCLUDED.sku, gtin = EXCLUDED.gtin, title = EXCLUDED.title,
    options = EXCLUDED.options, image = EXCLUDED.image`;

const DELETE_PRICES = `
  WITH lowest AS (DELETE FROM lowest_prices WHERE product_id = ANY($1::uuid[]))
  DELETE FROM prices WHERE product_id = ANY($1::uuid[])`;

const INSERT_PRICES = `
  WITH given AS (
    SELECT w.id, w.product_id, price.currency, price.minor_units, price.before
    FROM jsonb_to_recordset($1::jsonb) AS w (id uuid, product_id uuid, prices jsonb)
    CROSS JOIN LATERAL jsonb_to_recordset(w.prices) AS price (currency text, minor_units bigint, before bigint)
  ), lowest AS (
    INSERT INTO lowest_prices (product_id, currency, minor_units)
    SELECT product_id, currency, min(minor_units) FROM given GROUP BY product_id, currency
  )
  INSERT INTO prices (variant_id, currency, product_id, minor_units, compare_at_minor_units)
  SELECT id, currency, product_id, minor_units, before FROM given`;

const DELETE_MEMBERS = `DELETE FROM category_members WHERE product_id = ANY($1::uuid[])`;

const INSERT_MEMBERS = `
  INSERT INTO category_members (category_id, product_id)
  SELECT DISTINCT member.id, p.id
  FROM products p
  CROSS JOIN LATERAL unnest(p.category_ids) AS own (id)
  JOIN categories c ON c.id = own.id
  CROSS JOIN LATERAL unnest(c.ancestor_ids || c.id) AS member (id)
  WHERE p.id = ANY($1::uuid[])`;

function columnsOf(brands: readonly Brand[]) {
  return [
    brands.map(({ id }) => uuidOf(PREFIXES.Brand, id)),
    brands.map(({ slug }) => slug),
    brands.map(({ name }) => name),
  ];
}

function productJson({ product }: ProductWrite) {
  return {
    id: uuidOf(PREFIXES.Product, product.id),
    slug: product.slug,
    title: product.title,
    title_folded: fold(product.title),
    description: product.description,
    brand_slug: product.brand?.slug,
    status: product.status,
    images: product.images,
    category_ids: product.categoryIds.flatMap((id) => uuidOf(PREFIXES.Category, id) ?? []),
    attributes: product.attributes,
    external_ref: product.externalRef,
    published_at: product.publishedAt,
    archived_at: product.archivedAt,
    created_at: product.createdAt,
    updated_at: product.updatedAt,
    created_by: product.createdBy,
    version: product.version,
  };
}

function variantJson(variant: ProductWrite["product"]["variants"][number], position: number) {
  return {
    id: uuidOf(PREFIXES.Variant, variant.id),
    product_id: uuidOf(PREFIXES.Product, variant.productId),
    position,
    sku: variant.sku,
    gtin: variant.gtin,
    title: variant.title,
    options: variant.selectedOptions,
    image: variant.image,
    prices: variant.prices.map(({ currency, minorUnits, compareAtMinorUnits }) => ({
      currency,
      minor_units: Number(minorUnits),
      before: compareAtMinorUnits === null ? null : Number(compareAtMinorUnits),
    })),
  };
}
