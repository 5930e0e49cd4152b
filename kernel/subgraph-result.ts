import type { GraphQLFormattedError } from "graphql";
import type { SubgraphResult } from "./executor.ts";

/** Clients are not told half as many, and each is looked for among all places. */
const ERRORS_MAX = 2_000;
/** Of an error's path: no operation goes so deep, lists included. */
const PATH_KEYS_MAX = 200;

/**
 * What a subgraph said, as a result: whatever reads it counts on its shape. An error's path that is none is left out, as
 * are extensions, and for a message that is none there is an empty one. Undefined for what is no GraphQL result.
 */
export function subgraphResultOf(said: unknown): SubgraphResult | undefined {
  if (!isObject(said)) return undefined;
  const { data, errors } = said;
  if (errors === undefined) return said;
  if (errors === null) return { data };
  if (!Array.isArray(errors) || !errors.every(isObject)) return undefined;
  return { ...said, errors: errors.slice(0, ERRORS_MAX).map(errorOf) };
}

function errorOf({ message, path, extensions }: Readonly<Record<string, unknown>>): GraphQLFormattedError {
  return {
    message: typeof message === "string" ? message : "",
    ...(isPath(path) && { path }),
    ...(isObject(extensions) && { extensions }),
  };
}

function isPath(value: unknown): value is (string | number)[] {
  const isKey = (key: unknown) => typeof key === "string" || Number.isInteger(key);
  return Array.isArray(value) && value.length <= PATH_KEYS_MAX && value.every(isKey);
}

function isObject(value: unknown): value is any {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
