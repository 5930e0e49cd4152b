import { z } from "zod";
import { isAsymmetric } from "../plugins/signature-algorithms.ts";

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
  /** What is wrong about a value that is not accepted, where the kind alone does not say it. Tells no values. */
  mistakeIn?(value: unknown): string | undefined;
}

export function kind<Value>(name: string, accepts: (value: any) => boolean): Kind<Value> {
  return { name, accepts: accepts as Kind<Value>["accepts"] };
}

const ROOT_FIELD = /^(Query|Mutation|Subscription)\.[_A-Za-z]\w*$/;

export const flag = kind<boolean>("true or false", (value) => typeof value === "boolean");
export const text = kind<string>("a text", (value) => typeof value === "string" && value !== "");
export const texts = kind<readonly string[]>(
  "a list of texts",
  (value) => Array.isArray(value) && value.every(text.accepts),
);
export const textOrTexts = kind<string | readonly string[]>(
  "a text or a list of texts",
  (value) => text.accepts(value) || texts.accepts(value),
);
export const textsByName = valuesByName<string>("texts by name", (value) => typeof value === "string");
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
export const fieldNames = kind<readonly string[]>(
  "a list of fields such as Mutation.signIn or Query.search",
  (value) => texts.accepts(value) && value.length > 0 && value.every((name) => ROOT_FIELD.test(name)),
);
export const sha256s = kind<readonly string[]>(
  "a list of SHA-256 in hex",
  (value) => texts.accepts(value) && value.every((one) => /^[\da-f]{64}$/i.test(one)),
);
export const signatureAlgorithms = kind<readonly string[]>(
  "a list of asymmetric signatures such as EdDSA, RS256 or ES256",
  (value) => texts.accepts(value) && value.length > 0 && value.every(isAsymmetric),
);

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

export const COUNT = wholeNumber(1, 1_000_000_000);
export const SECONDS = wholeNumber(1, 30 * 86_400);

export function oneOf<const Value extends string>(...values: Value[]): Kind<Value> {
  return kind(values.join(" or "), (value) => values.includes(value));
}

function schemaOf<Value>({ name, accepts, mistakeIn }: Kind<Value>) {
  const error = ({ input }: { readonly input?: unknown }) => {
    const mistake = input === undefined ? undefined : mistakeIn?.(input);
    return mistake === undefined ? `must be ${name}` : `must be ${name}: ${mistake}`;
  };
  return z.custom<Value>(accepts, { error });
}

function described<Schema extends z.ZodType>(schema: Schema, { name }: Kind<any>, facts: Facts): Schema {
  settingFacts.add(schema, { ...facts, kind: name });
  return schema;
}
