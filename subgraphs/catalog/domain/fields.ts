import { z } from "zod";
import { isCurrency } from "#kernel/money.ts";
import { SLUG, SLUG_LENGTH_MAX } from "./text.ts";

const TITLE_LENGTH_MAX = 300;
const DESCRIPTION_LENGTH_MAX = 20_000;
export const NAME_LENGTH_MAX = 120;
const ATTRIBUTE_LENGTH_MAX = 8_000;
export const EXTERNAL_REF_LENGTH_MAX = 200;
export const SKU_LENGTH_MAX = 100;
export const VARIANTS_MAX = 100;
const IMAGES_MAX = 20;
export const CATEGORIES_MAX = 20;
const ATTRIBUTES_MAX = 250;
const OPTIONS_MAX = 5;
const PRICES_MAX = 200;
const OPTION_NAME_LENGTH_MAX = 60;
const ALT_TEXT_LENGTH_MAX = 500;

/** Text that every store can keep: no half characters, no control characters but tabs and line breaks in long ones. */
const line = (lengthMax: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), "must not contain control characters");
const paragraphs = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax, `must have at most ${lengthMax} characters`)
    .refine((text) => text.isWellFormed() && !/[^\P{Cc}\t\r\n]/u.test(text), "must not contain control characters");

const listOf = <Item extends z.ZodType>(item: Item, max: number) => z.array(item).max(max, `must be at most ${max}`);

/** No two items of a list may agree in this; the later one is named. */
function distinct<Item>(keyOf: (item: Item) => string, path: string[], message: string) {
  return (items: Item[], context: z.RefinementCtx) => {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      const key = keyOf(item);
      if (key !== "" && seen.has(key)) context.addIssue({ code: "custom", path: [index, ...path], message });
      seen.add(key);
    });
  };
}

const money = z.object({
  minorUnits: z.bigint().min(0n, "must be 0 or more"),
  currency: z.string().refine(isCurrency, "must be an ISO 4217 code such as INR"),
});
const prices = listOf(money, PRICES_MAX).superRefine(
  distinct(({ currency }) => currency, ["currency"], "has a price in this currency already"),
);
const option = z.object({ name: line(OPTION_NAME_LENGTH_MAX), value: line(NAME_LENGTH_MAX) });

const image = z.object({
  url: z.string(),
  altText: paragraphs(ALT_TEXT_LENGTH_MAX).nullish(),
});

const slug = z
  .string()
  .max(SLUG_LENGTH_MAX, `must have at most ${SLUG_LENGTH_MAX} characters`)
  .regex(SLUG, "must be small letters and digits with single hyphens between them");

const variant = z
  .object({
    id: z.string().nullish(),
    sku: line(SKU_LENGTH_MAX),
    gtin: z
      .string()
      .regex(/^(\d{8}|\d{12,14})$/, "must be 8, 12, 13 or 14 digits")
      .nullish(),
    title: line(TITLE_LENGTH_MAX).nullish(),
    options: listOf(option, OPTIONS_MAX)
      .superRefine(distinct(({ name }) => name, ["name"], "is given twice"))
      .nullish(),
    image: image.nullish(),
    prices,
    compareAtPrices: prices.nullish(),
  })
  .superRefine(({ prices, compareAtPrices }, context) => {
    compareAtPrices?.forEach(({ currency, minorUnits }, index) => {
      const price = prices.find((candidate) => candidate.currency === currency);
      if (price && minorUnits > price.minorUnits) return;
      const message = price ? "must be above the price" : "has no price in this currency to compare with";
      context.addIssue({ code: "custom", path: ["compareAtPrices", index, "minorUnits"], message });
    });
  });

const optionsKey = ({ options }: z.infer<typeof variant>) =>
  options && options.length > 0 ? JSON.stringify(options.map(({ name, value }) => [name, value]).sort()) : "";

const variants = listOf(variant, VARIANTS_MAX)
  .superRefine(distinct(({ sku }) => sku, ["sku"], "is given twice"))
  .superRefine(distinct(({ id }) => id ?? "", ["id"], "is given twice"))
  .superRefine(distinct(optionsKey, ["options"], "has the options of another variant"));

const attributes = listOf(
  z.object({ name: line(NAME_LENGTH_MAX), value: paragraphs(ATTRIBUTE_LENGTH_MAX) }),
  ATTRIBUTES_MAX,
).superRefine(distinct(({ name }) => name, ["name"], "is given twice"));

const categoryIds = listOf(z.string(), CATEGORIES_MAX).superRefine(distinct((id) => id, [], "is given twice"));

/** What a new product can be given. */
export const newProductFields = z.object({
  title: line(TITLE_LENGTH_MAX),
  slug: slug.nullish(),
  description: paragraphs(DESCRIPTION_LENGTH_MAX).nullish(),
  brandName: line(NAME_LENGTH_MAX).nullish(),
  categoryIds: categoryIds.nullish(),
  images: listOf(image, IMAGES_MAX).nullish(),
  attributes: attributes.nullish(),
  variants: variants.min(1, "must be at least 1"),
  externalRef: line(EXTERNAL_REF_LENGTH_MAX).nullish(),
});
export type NewProductFields = z.infer<typeof newProductFields>;
export type VariantFields = NewProductFields["variants"][number];

/** What of a product can change: undefined stays, null clears. */
export const changedProductFields = newProductFields.omit({ externalRef: true, variants: true }).extend({
  title: z.preprocess(given("cannot be cleared"), line(TITLE_LENGTH_MAX).optional()),
  slug: z.preprocess(given("cannot be cleared"), slug.optional()),
  variants: variants.nullish(),
});
export type ChangedProductFields = z.infer<typeof changedProductFields>;

export const newCategoryFields = z.object({
  name: line(NAME_LENGTH_MAX),
  slug: slug.nullish(),
  parentId: z.string().nullish(),
});

function given(message: string) {
  return (value: unknown, context: z.RefinementCtx) => {
    if (value === null) context.addIssue({ code: "custom", message });
    return value ?? undefined;
  };
}
