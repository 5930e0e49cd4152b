import type { Policies } from "./access.ts";

/** What a token's claim must say for a policy to hold; where both are given, both. */
export interface ClaimRule {
  /** The claim's name, or the names on the way to it. */
  readonly claim: string | readonly string[];
  /** Its value, or one of several; numbers and booleans as JSON writes them. */
  readonly equals?: string | readonly string[];
  /** One of the claim's items, or of its words: this, or one of these. */
  readonly contains?: string | readonly string[];
}

type Claims = Readonly<Record<string, unknown>>;

/** The names of the policies that hold for who shows these claims. A claim that is not there grants nothing. */
export function policiesByClaims(rules: Readonly<Record<string, ClaimRule>>): (claims: Claims) => readonly string[] {
  const all = Object.entries(rules);
  return (claims) => all.filter(([, rule]) => holds(rule, claims)).map(([name]) => name);
}

/** Those that the caller's token has granted. */
export const grantedByToken: Policies = (names, { policies = [] }) =>
  new Set(names.filter((name) => policies.includes(name)));

function holds({ claim, equals, contains }: ClaimRule, claims: Claims): boolean {
  const value = asList(claim).reduce(memberOf, claims as unknown);
  if (equals === undefined && contains === undefined) return false;
  return (
    (equals === undefined || isOneOf(equals, value)) &&
    (contains === undefined || itemsOf(value).some((item) => isOneOf(contains, item)))
  );
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** A list, or words in one text, as scopes are written (RFC 8693, 4.2). */
function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === "string" ? value.split(" ") : [];
}

function isOneOf(wanted: string | readonly string[], value: unknown): boolean {
  const isScalar = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isScalar && asList(wanted).includes(String(value));
}

function asList(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function isObject(value: unknown): value is Claims {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
