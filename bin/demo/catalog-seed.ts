import { seededId } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { type Category, newCategory } from "#subgraphs/catalog/domain/category.ts";
import type { FullProduct, Image, NameAndValue, Variant } from "#subgraphs/catalog/domain/product.ts";
import { demoBrands, demoCategories } from "./catalog-categories.ts";
import { PICTURE_SIZE, pictureOf, pictureOfOptions } from "./catalog-pictures.ts";
import { type DemoProduct, demoProducts, type DemoVariant } from "./products.ts";

/** The shop opened then; each product came an hour after the one before. */
const OPENED_AT_MS = Date.UTC(2026, 0, 5, 4, 30);
const HOUR_MS = 3_600_000;

/** The demo shop as the catalogue keeps it: the same to the last byte every time. */
export function demoCatalog(): { categories: Category[]; products: FullProduct[] } {
  const categories = new Map<string, Category>();
  for (const { slug, name, parent } of demoCategories) {
    const above = parent === undefined ? null : categories.get(parent)!;
    const id = seededId(PREFIXES.Category, slug);
    categories.set(slug, newCategory(id, name, slug, above, new Date(OPENED_AT_MS), null));
  }
  return { categories: [...categories.values()], products: demoProducts.map(productOf) };
}

function productOf(demo: DemoProduct, index: number): FullProduct {
  const { slug, title, description, status = "PUBLISHED" } = demo;
  const id = seededId(PREFIXES.Product, slug);
  const at = new Date(OPENED_AT_MS + index * HOUR_MS);
  const brand = demoBrands.find(({ name }) => name === demo.brand)!;
  return {
    id,
    slug,
    title,
    description,
    brand: { ...brand, id: seededId(PREFIXES.Brand, brand.slug) },
    status,
    createdAt: at,
    createdBy: null,
    updatedAt: at,
    publishedAt: status === "DRAFT" ? null : at,
    archivedAt: status === "ARCHIVED" ? at : null,
    version: 1,
    images: [imageOf(pictureOf(demo), title)],
    categoryIds: demo.categories.map((category) => seededId(PREFIXES.Category, category)),
    attributes: pairsOf(demo.attributes),
    externalRef: null,
    variants: demo.variants.map((variant) => variantOf(demo, variant, id)),
  };
}

function variantOf(
  demo: DemoProduct,
  { sku, options, prices, compareAtPrices }: DemoVariant,
  productId: string,
): Variant {
  const values = Object.values(options);
  const picture = pictureOfOptions(demo, options);
  return {
    id: seededId(PREFIXES.Variant, sku),
    productId,
    sku,
    gtin: null,
    title: values.join(" / ") || demo.title,
    selectedOptions: pairsOf(options),
    image: picture ? imageOf(picture, `${demo.title}, ${values.join(", ")}`) : null,
    prices: Object.entries(prices).map(([currency, minorUnits]) => {
      const before = compareAtPrices?.[currency];
      const compareAtMinorUnits = before === undefined ? null : BigInt(before);
      return { currency, minorUnits: BigInt(minorUnits), compareAtMinorUnits };
    }),
  };
}

function imageOf(path: string, altText: string): Image {
  return { url: path, altText, width: PICTURE_SIZE, height: PICTURE_SIZE };
}

function pairsOf(values: Readonly<Record<string, string>>): NameAndValue[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}
