import { validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";

/** What a limit means where several workers serve one port. */
export type Sharing =
  /** The figure of the whole group: each worker has its share. */
  | "divided among the workers"
  /** One count for all. */
  | "counted together"
  /** What one finds out the others are told. */
  | "told to all workers"
  /** So many workers, so many times the figure. */
  | "each worker by itself";

export interface SettingFacts {
  /** As in "must be …". */
  readonly kind: string;
  readonly unit?: string;
  readonly meaning: string;
  /** None of a choice that is the same in all of them. */
  readonly sharing?: Sharing;
  /** In words, where it follows from something else. */
  readonly fallback?: string;
  readonly isSecret?: boolean;
}

/** What a person reads of each setting: docs/gateway.md is made of it, and so is a refusal. */
export const settingFacts = z.registry<SettingFacts>();

type Facts = Omit<SettingFacts, "kind">;

/** A setting that may be left out. */
export function optional<Value>(kind: Kind<Value>, facts: Facts) {
  return described(schemaOf(kind).optional(), kind, facts);
}

/** A setting that must be there, where its group is. */
export function needed<Value>(kind: Kind<Value>, facts: Facts) {
  return described(schemaOf(kind), kind, facts);
}

export function byDefault<Value>(kind: Kind<Value>, fallback: NoInfer<Value>, facts: Facts) {
  return described(schemaOf(kind).default(fallback as never), kind, facts);
}

/** Settings that belong together; what is none of them is refused. */
export function group<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, { error: "must be a group of settings" });
}

/** A group that may be left out: its settings have their defaults then. */
export function groupByDefault<Shape extends z.core.$ZodShape>(shape: Shape) {
  return group(shape).prefault({} as never);
}

/** Groups under names that the person chooses. */
export function byName<Group extends z.ZodType>(group: Group) {
  return z.record(z.string(), group, { error: "must be groups of settings by name" }).default({});
}

/** Groups in a row. */
export function list<Item extends z.ZodType>(item: Item, { meaning }: Pick<SettingFacts, "meaning">) {
  const schema = z.array(item, { error: "must be a list of groups of settings" }).default([]);
  settingFacts.add(schema, { kind: "a list", meaning });
  return schema;
}

export interface Kind<Value> {
  readonly name: string;
  accepts(value: unknown): value is Value;
}

function kind<Value>(name: string, accepts: (value: any) => boolean): Kind<Value> {
  return { name, accepts: accepts as Kind<Value>["accepts"] };
}

export const flag = kind<boolean>("true or false", (value) => typeof value === "boolean");
export const text = kind<string>("a text", (value) => typeof value === "string" && value !== "");
export const texts = kind<readonly string[]>(
  "a list of texts",
  (value) => Array.isArray(value) && value.every(text.accepts),
);
/** What tells of a body or a connection is not the client's, which gets another. */
const OWN_HEADERS = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-.*|agora-.*)$/i;
export const answerHeaderNames = kind<readonly string[]>(
  "a list of headers that tell of no body and no connection",
  (value) => texts.accepts(value) && !value.some((name) => OWN_HEADERS.test(name)),
);
export const textOrTexts = kind<string | readonly string[]>(
  "a text or a list of texts",
  (value) => text.accepts(value) || texts.accepts(value),
);
export const textsByName = valuesByName<string>("texts by name", (value) => typeof value === "string");
/** Refused here: an answer or a call that HTTP refuses would fail each time. */
export const headersByName = kind<Readonly<Record<string, string>>>(
  "values by header that HTTP allows",
  (value) => textsByName.accepts(value) && Object.entries(value).every(isHeader),
);
export const numbersByName = valuesByName<number>(
  "numbers by name",
  (value) => typeof value === "number" && value >= 0,
);
export const percentsByName = valuesByName<number>(
  "numbers from 0 to 100 by name",
  (value) => typeof value === "number" && value >= 0 && value <= 100,
);
export const fieldRateBy = kind<"ip" | "subject" | "apiKey" | "client" | `args.${string}`>(
  "ip, subject, apiKey, client, or an argument such as args.input.email",
  (value) => typeof value === "string" && /^(ip|subject|apiKey|client|args(\.\w+)+)$/.test(value),
);
export const httpUrl = kind<string>(
  "a URL with http or https",
  (value) => typeof value === "string" && /^https?:/.test(value) && URL.canParse(value),
);

function isHeader([name, value]: [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function valuesByName<Value>(name: string, accepts: (value: unknown) => boolean) {
  const isRight = (value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(accepts);
  return kind<Readonly<Record<string, Value>>>(name, isRight);
}

export function wholeNumber(min: number, max: number): Kind<number> {
  const name = `a whole number from ${min} to ${max}`;
  return kind(name, (value) => Number.isInteger(value) && value >= min && value <= max);
}

export function number(min: number, max: number): Kind<number> {
  return kind(`a number from ${min} to ${max}`, (value) => typeof value === "number" && value >= min && value <= max);
}

export function oneOf<const Value extends string>(...values: Value[]): Kind<Value> {
  return kind(values.join(" or "), (value) => values.includes(value));
}

function schemaOf<Value>({ name, accepts }: Kind<Value>) {
  return z.custom<Value>(accepts, `must be ${name}`);
}

function described<Schema extends z.ZodType>(schema: Schema, { name }: Kind<any>, facts: Facts): Schema {
  settingFacts.add(schema, { ...facts, kind: name });
  return schema;
}
