import { z } from "zod";
import { CATEGORY_DEPTH_MAX } from "#subgraphs/catalog/domain/category.ts";
import {
  CATEGORIES_MAX,
  EXTERNAL_REF_LENGTH_MAX,
  NAME_LENGTH_MAX,
  newProductFields,
} from "#subgraphs/catalog/domain/fields.ts";
import type { ImportRow } from "#subgraphs/catalog/domain/import.ts";
import { fieldOf, type Field, type RowResult, violationsOf } from "./row.ts";

/** The columns of our own format, as `--help` prints them. */
export const NATIVE_COLUMNS = `
  externalRef  text, required   your own name of the product; a row with a known one changes that product
  title        text, required   at most 300 characters
  sku          text             of a product with one variant; then gtin, prices, compareAtPrices stand beside it
  prices       {"INR": 129900}  whole minor units by currency (129900 is ₹1,299.00); none: not for sale
  variants     [{…}]            of a product with several: sku, gtin, title, options {"Size": "M"}, prices,
                                compareAtPrices, image; at most 100. One that a later file leaves out is not sold any more
  slug         text             small letters, digits, hyphens; made from the title when left out
  description  text             at most 20,000 characters
  brand        text             made when it is new
  categories   ["A > B"]        paths from the root, or lists of names ["A", "B"]; made when they are new; at most 20
  images       ["https://…"]    or {"url": …, "altText": …}, the primary one first; at most 20
  attributes   {"Weight": "2 kg"}  at most 250
  gtin         text             8, 12, 13 or 14 digits
  compareAtPrices  {"INR": 149900}  what it cost before
  status       "DRAFT"          a new product stays out of the shop; else it is published`.slice(1);

const url = z.string().refine((text) => isWebUrl(text), "must be an http or https URL of at most 2,048 characters");
const image = z.union([url.transform((text) => ({ url: text })), z.object({ url, altText: z.string().nullish() })], {
  error: "must be an http or https URL, or {url, altText}",
});
const amounts = z
  .record(z.string(), z.int("must be a whole number of minor units: 129900 is ₹1,299.00"), {
    error: 'must be like {"INR": 129900}',
  })
  .transform((values) =>
    Object.entries(values).map(([currency, amount]) => ({ currency, minorUnits: BigInt(amount) })),
  );
const texts = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()], { error: "must be text, a number, true or false" }),
    {
      error: 'must be like {"Weight": "2 kg"}',
    },
  )
  .transform((values) => Object.entries(values).map(([name, value]) => ({ name, value: textOf(value) })));
const categoryName = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(NAME_LENGTH_MAX, `must have at most ${NAME_LENGTH_MAX} characters`);
const categoryPath = z
  .union([z.string().transform((path) => path.split(">")), z.array(z.string())], {
    error: 'must be a path like "Home > Kitchen"',
  })
  .pipe(
    z
      .array(categoryName)
      .min(1, "must not be empty")
      .max(CATEGORY_DEPTH_MAX, `must be at most ${CATEGORY_DEPTH_MAX} deep`),
  );

const text = z.string("must be text");
const sale = {
  gtin: text.nullish(),
  prices: amounts.nullish(),
  compareAtPrices: amounts.nullish(),
};
const variant = z.object({
  sku: text,
  title: text.nullish(),
  options: texts.nullish(),
  image: image.nullish(),
  ...sale,
});
const columns = z.object({
  externalRef: z.preprocess(
    (value) => (typeof value === "number" ? String(value) : value),
    text
      .trim()
      .min(1, "must not be empty")
      .max(EXTERNAL_REF_LENGTH_MAX, `must have at most ${EXTERNAL_REF_LENGTH_MAX} characters`),
  ),
  title: text,
  slug: text.nullish(),
  description: text.nullish(),
  brand: text.nullish(),
  categories: z
    .array(categoryPath, "must be a list of paths")
    .max(CATEGORIES_MAX, `must be at most ${CATEGORIES_MAX}`)
    .nullish(),
  images: z.array(image, "must be a list").nullish(),
  attributes: texts.nullish(),
  status: z.enum(["DRAFT", "PUBLISHED"], "must be DRAFT or PUBLISHED").nullish(),
  variants: z.array(variant, "must be a list").nullish(),
  sku: text.nullish(),
  ...sale,
});

const COLUMN_NAMES = new Set(Object.keys(columns.shape));

/** Columns of a row that are not ours: typing errors, most of the time. */
export function unknownColumns(row: object): string[] {
  return Object.keys(row).filter((name) => !COLUMN_NAMES.has(name));
}

/** A row of our own format, checked, or what is wrong with it. */
export function readNativeRow(row: object, line: number): RowResult {
  const parsed = columns.safeParse(row);
  if (!parsed.success) return { problems: violationsOf(parsed.error, fieldOf) };
  const { externalRef, brand, categories, status, sku, gtin, prices, compareAtPrices, variants, ...rest } = parsed.data;
  const isSimple = variants == null;
  if (isSimple === (sku == null)) {
    return {
      problems: [
        {
          field: isSimple ? "sku" : "variants",
          reason: isSimple ? "is required" : "stands beside sku: give one of both",
        },
      ],
    };
  }
  const sold = isSimple ? [{ sku, gtin, prices, compareAtPrices }] : variants;
  const fields = newProductFields.safeParse({
    ...rest,
    brandName: brand,
    externalRef,
    variants: sold.map((one) => ({ ...one, prices: one.prices ?? [] })),
  });
  if (!fields.success)
    return { problems: violationsOf(fields.error, (path) => columnOf(path, sourceOf(rest, sold), isSimple)) };
  const built: ImportRow = {
    line,
    externalRef,
    fields: fields.data,
    categoryPaths: categories ?? [],
    publish: status !== "DRAFT",
  };
  return { row: built, columnOf: (path) => columnOf(path, sourceOf(rest, sold), isSimple) };
}

function sourceOf(rest: object, variants: readonly object[]): object {
  return { ...rest, variants };
}

/** Our lists of names and values are objects in the file: `prices.0.minorUnits` is its `prices.INR`. */
function columnOf(path: Field, source: any, isSimple: boolean): string {
  const named: PropertyKey[] = [];
  let at = source;
  for (const step of path) {
    const next = at?.[step];
    const name = typeof step === "number" || /^\d+$/.test(String(step)) ? (next?.name ?? next?.currency) : undefined;
    if (name !== undefined) {
      named.push(name);
      break;
    }
    named.push(step === "brandName" ? "brand" : step);
    at = next;
  }
  return fieldOf(isSimple && named[0] === "variants" ? named.slice(2) : named);
}

function textOf(value: string | number | boolean): string {
  return typeof value === "boolean" ? (value ? "Yes" : "No") : String(value);
}

const URL_LENGTH_MAX = 2_048;

function isWebUrl(given: string): boolean {
  return given.length <= URL_LENGTH_MAX && URL.canParse(given) && /^https?:$/.test(new URL(given).protocol);
}
