import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";
import { isCurrency } from "./money.ts";

/** The scalars of schema/common.graphql. Every refusal says what was expected. */
export const scalars = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: "DateTime",
    serialize: (value) => toDate(value).toISOString(),
    parseValue: (value) => parseDateTime(value),
    parseLiteral: (node) => parseDateTime(stringOf(node)),
  }),
  BigInt: new GraphQLScalarType<bigint, number>({
    name: "BigInt",
    serialize: (value) => toSafeNumber(value),
    parseValue: (value) => parseBigInt(value),
    parseLiteral: (node) => parseBigInt(node.kind === Kind.INT ? Number(node.value) : undefined),
  }),
  CurrencyCode: textScalar("CurrencyCode", "an ISO 4217 code such as INR", isCurrency),
  CountryCode: textScalar("CountryCode", "an ISO 3166-1 alpha-2 code such as IN", (text) => COUNTRY.test(text)),
  Locale: textScalar("Locale", "a BCP 47 language tag such as en-IN", isLocale),
  URL: textScalar("URL", "an absolute http or https URL of at most 2,048 characters", isWebUrl),
};

/** RFC 3339 with an offset; finer than milliseconds is refused, because it could not be kept. */
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
const COUNTRY = /^[A-Z]{2}$/;
const LOCALE_LENGTH_MAX = 35;
const URL_LENGTH_MAX = 2_048;

function parseDateTime(value: unknown): Date {
  if (typeof value === "string" && DATE_TIME.test(value)) {
    const date = new Date(value);
    if (!Number.isNaN(date.getTime())) return date;
  }
  throw new GraphQLError("DateTime must be RFC 3339 text with an offset, such as 2026-11-20T09:30:00.000Z.");
}

function toDate(value: unknown): Date {
  const date = value instanceof Date ? value : new Date(String(value));
  if (Number.isNaN(date.getTime())) throw new TypeError(`Not a date: ${String(value)}`);
  return date;
}

function parseBigInt(value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "bigint") return BigInt(toSafeNumber(value));
  throw new GraphQLError("BigInt must be a whole number within ±(2^53 − 1).");
}

function toSafeNumber(value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError("BigInt is outside ±(2^53 − 1)");
  return number;
}

function textScalar(name: string, expected: string, isValid: (text: string) => boolean) {
  const parse = (value: unknown): string => {
    if (typeof value === "string" && isValid(value)) return value;
    throw new GraphQLError(`${name} must be ${expected}.`);
  };
  return new GraphQLScalarType<string, string>({
    name,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node) => parse(stringOf(node)),
  });
}

function stringOf(node: ValueNode): unknown {
  return node.kind === Kind.STRING ? node.value : undefined;
}

function isLocale(text: string): boolean {
  if (text.length > LOCALE_LENGTH_MAX) return false;
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

function isWebUrl(text: string): boolean {
  if (text.length > URL_LENGTH_MAX || !URL.canParse(text)) return false;
  return ["http:", "https:"].includes(new URL(text).protocol);
}
