import type { Id } from "#kernel/id.ts";
import type { NewProductFields, VariantFields } from "./fields.ts";
import type { Brand, FullProduct, Image, NameAndValue, Price, Variant } from "./product.ts";

/** What only the shell can know: ids, the slug that is free, who, when. */
export interface Birth {
  readonly id: Id;
  readonly slug: string;
  readonly brand: Brand | null;
  readonly now: Date;
  readonly createdBy: Id | null;
  nextVariantId(): Id;
}

/** A new draft. */
export function draftProduct(fields: NewProductFields, birth: Birth): FullProduct {
  const { id, slug, brand, now, createdBy } = birth;
  return {
    id,
    slug,
    title: fields.title,
    description: fields.description ?? null,
    brand,
    status: "DRAFT",
    createdAt: now,
    createdBy,
    updatedAt: now,
    publishedAt: null,
    archivedAt: null,
    version: 1,
    images: (fields.images ?? []).map(imageOf),
    categoryIds: fields.categoryIds ?? [],
    attributes: fields.attributes ?? [],
    externalRef: fields.externalRef ?? null,
    variants: fields.variants.map((variant) => variantOf(variant, birth.nextVariantId(), id, fields.title)),
  };
}

export function variantOf(fields: VariantFields, id: Id, productId: Id, productTitle: string): Variant {
  const selectedOptions = fields.options ?? [];
  return {
    id,
    productId,
    sku: fields.sku,
    gtin: fields.gtin ?? null,
    title: fields.title ?? titleOf(selectedOptions, productTitle),
    selectedOptions,
    image: fields.image ? imageOf(fields.image) : null,
    prices: pricesOf(fields),
  };
}

export function imageOf({ url, altText }: { url: string; altText?: string | null }): Image {
  return { url, altText: altText ?? null, width: null, height: null };
}

function titleOf(options: readonly NameAndValue[], productTitle: string): string {
  return options.map(({ value }) => value).join(" / ") || productTitle;
}

/** In the order of their currencies, so that equal prices are equal lists. */
function pricesOf({ prices, compareAtPrices }: VariantFields): Price[] {
  const before = new Map(compareAtPrices?.map(({ currency, minorUnits }) => [currency, minorUnits]));
  return prices
    .map(({ currency, minorUnits }) => ({ currency, minorUnits, compareAtMinorUnits: before.get(currency) ?? null }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
