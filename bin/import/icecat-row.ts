import { z } from "zod";
import { NAME_LENGTH_MAX, SKU_LENGTH_MAX } from "#subgraphs/catalog/domain/fields.ts";
import { readNativeRow } from "./native-row.ts";
import { fieldOf, type RowResult, violationsOf } from "./row.ts";

/** Products of this format hang below one category, so that its three hundred types do not become roots. */
const ROOT = "Icecat";
const NO_TYPE = "Other";
const GTIN = /^(\d{8}|\d{12,14})$/;

const columns = z.object({
  id: z.string("must be text").regex(/^\d{1,12}$/, "must be a number of at most 12 digits"),
  title: z.string("must be text"),
  model: z.string("must be text").nullish(),
  brand: z.string("must be text").nullish(),
  description: z.string("must be text").nullish(),
  gtins: z.array(z.string("must be text"), "must be a list").nullish(),
  price_cents: z.int("must be a whole number of cents").nullish(),
  currency: z.string("must be text").nullish(),
  released: z.string("must be text").nullish(),
  image: z.string("must be text").nullish(),
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]), "must be an object").nullish(),
  derived_type: z.string("must be text").nullish(),
});

/** Where a column of ours comes from. */
const SOURCES: Readonly<Record<string, string>> = {
  externalRef: "id",
  sku: "model",
  gtin: "gtins",
  prices: "price_cents",
  images: "image",
  categories: "derived_type",
};

export function isIcecat(row: object): boolean {
  return "price_cents" in row && "gtins" in row && !("externalRef" in row);
}

/** A row of an Icecat export: the model names the SKU, with the id behind it, since models repeat among makers. */
export function readIcecatRow(given: object, line: number): RowResult {
  const parsed = columns.safeParse(given);
  if (!parsed.success) return { problems: violationsOf(parsed.error, fieldOf) };
  const {
    id,
    title,
    model,
    brand,
    description,
    gtins,
    price_cents,
    currency,
    released,
    image,
    attributes,
    derived_type,
  } = parsed.data;
  const result = readNativeRow(
    {
      externalRef: `icecat-${id}`,
      title: oneLine(title),
      description: description ? cleaned(description) : null,
      brand: (brand && oneLine(brand)) || null,
      categories: [[ROOT, capitalised(oneLine(derived_type || NO_TYPE)).slice(0, NAME_LENGTH_MAX)]],
      images: image ? [image] : [],
      attributes: readable({ ...attributes, ...(released ? { released } : {}) }),
      sku: skuOf(model ?? "", id),
      gtin: gtins?.find((gtin) => GTIN.test(gtin)) ?? null,
      prices: price_cents == null ? {} : { [currency ?? "USD"]: price_cents },
    },
    line,
  );
  const columnOf = (column: string) => column.replace(/^\w+/, (name) => SOURCES[name] ?? name);
  if ("problems" in result)
    return { problems: result.problems.map(({ field, reason }) => ({ field: columnOf(field), reason })) };
  return { row: result.row, columnOf: (path) => columnOf(result.columnOf(path)) };
}

function skuOf(model: string, id: string): string {
  return [
    oneLine(model)
      .slice(0, SKU_LENGTH_MAX - id.length - 1)
      .trim(),
    id,
  ]
    .filter(Boolean)
    .join("-");
}

/** Exports carry control characters of the pages they were made from. */
function cleaned<Value extends string | number | boolean>(value: Value): Value | string {
  return typeof value === "string" ? value.toWellFormed().replaceAll(/[^\P{Cc}\t\r\n]/gu, "") : value;
}

/** `storage_temperature__t_t_` reads Storage temperature t t; two names that read the same stay as they are. */
function readable(
  attributes: Readonly<Record<string, string | number | boolean>>,
): Record<string, string | number | boolean> {
  const named = Map.groupBy(Object.entries(attributes), ([key]) => capitalised(key.replaceAll(/_+/g, " ").trim()));
  const entries = [...named].flatMap(([name, same]) =>
    same.length === 1 ? [[name || same[0]![0], same[0]![1]] as const] : same,
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, cleaned(value)]));
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
