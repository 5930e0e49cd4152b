import { type GraphQLEnumType, type GraphQLScalarType, isEnumType } from "graphql";

const enumNames = new WeakMap<GraphQLEnumType, ReadonlySet<string>>();

/** What clients may see of an enum. */
export function namesOf(type: GraphQLEnumType): ReadonlySet<string> {
  const known = enumNames.get(type) ?? new Set(type.getValues().map(({ name }) => name));
  enumNames.set(type, known);
  return known;
}

/**
 * What a leaf looks like in JSON (GraphQL specification, 3.5 and 7.2.1). Any other scalar passes as it came: only its
 * subgraph knows it.
 */
const CHECKS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ["Int", (value) => typeof value === "number" && (value | 0) === value],
  ["Float", (value) => typeof value === "number" && Number.isFinite(value)],
  ["String", (value) => typeof value === "string"],
  ["Boolean", (value) => typeof value === "boolean"],
  ["ID", (value) => typeof value === "string"],
]);

/** As clients get it: a whole number for an ID is text (3.5.5). Undefined where it is no such value. */
export function leafValue(type: GraphQLScalarType | GraphQLEnumType, value: unknown): unknown {
  if (isEnumType(type)) return namesOf(type).has(value as string) ? value : undefined;
  if (type.name === "ID" && Number.isSafeInteger(value)) return String(value);
  return (CHECKS.get(type.name)?.(value) ?? true) ? value : undefined;
}
