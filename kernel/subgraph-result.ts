import type { SubgraphResult } from "./executor.ts";

/**
 * What a subgraph said, as a result: whatever reads it counts on its shape. An error's path that is none is left out.
 * Undefined for what is no GraphQL result.
 */
export function subgraphResultOf(said: unknown): SubgraphResult | undefined {
  if (!isObject(said)) return undefined;
  const { data, errors } = said;
  if (errors === undefined) return said;
  if (errors === null) return { data };
  if (!Array.isArray(errors) || !errors.every(isObject)) return undefined;
  return { ...said, errors: errors.map((error) => (isPath(error.path) ? error : { ...error, path: undefined })) };
}

function isPath(value: unknown): boolean {
  const isKey = (key: unknown) => typeof key === "string" || Number.isInteger(key);
  return Array.isArray(value) && value.every(isKey);
}

function isObject(value: unknown): value is any {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
