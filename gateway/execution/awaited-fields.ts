import type { RequiredNode } from "../planning/query-plan.ts";
import type { PlacedFetch } from "./call-graph.ts";
import { type DeferredNeeds, FIRST } from "./deferred-needs.ts";
import { fieldsOfFetch, type NamePath } from "./fetch-fields.ts";
import { isWithin } from "./places.ts";

/** A fetch with the parts of the answer that wait for each of its fields. */
export interface AwaitedFetch {
  readonly placed: PlacedFetch;
  /** Its place. */
  readonly at: NamePath;
  readonly fields: readonly AwaitedField[];
  /** What must be there before it can be made; undefined where that is not known. */
  readonly requires: readonly NamePath[] | undefined;
}

export interface AwaitedField {
  /** From the fetch's place on. */
  readonly path: NamePath;
  readonly parts: Set<number>;
}

/** A part waits for the fields that it holds, and for all that is required to have them. */
export function awaitedFields(
  fetches: readonly PlacedFetch[],
  { partsWith }: DeferredNeeds,
): ReadonlyMap<PlacedFetch, AwaitedFetch> {
  const awaited = new Map(
    fetches.map((placed): [PlacedFetch, AwaitedFetch] => {
      const at = namesOf(placed.path);
      // A mutation has run before anything is answered.
      const isMutation = placed.fetch.operationKind === "mutation";
      const partsOf = (path: NamePath) => (isMutation ? [FIRST] : (partsWith.get([...at, ...path].join(".")) ?? []));
      const fields = fieldsOfFetch(placed.fetch).map((path) => ({ path, parts: new Set(partsOf(path)) }));
      return [placed, { placed, at, fields, requires: requiresOf(placed, at) }];
    }),
  );
  for (const placed of fetches.toReversed()) {
    const later = awaited.get(placed)!;
    const parts = new Set(later.fields.flatMap((field) => [...field.parts]));
    for (const before of placed.after)
      for (const field of requiredOf(awaited.get(before)!, later)) parts.forEach((part) => field.parts.add(part));
  }
  return awaited;
}

/** The fields of an earlier fetch without which a later one cannot be made; all of them where that is not known. */
export function requiredOf(earlier: AwaitedFetch, later: AwaitedFetch): readonly AwaitedField[] {
  const found = earlier.fields.filter(({ path }) => isRequired([...earlier.at, ...path], later));
  return found.length > 0 ? found : earlier.fields;
}

/** Whether a later fetch lies below the field, must tell of it, or goes by it as a type. */
export function isRequired(field: NamePath, { requires }: AwaitedFetch): boolean {
  return !requires || requires.some((path) => isWithin(path, field));
}

function requiresOf({ fetch, path }: PlacedFetch, at: NamePath): readonly NamePath[] | undefined {
  // What it takes from above is not looked into.
  if (fetch.contextRewrites) return undefined;
  return [at, ...requiredPaths(fetch.requires ?? [], at), ...typesOnWay(path)];
}

function requiredPaths(requires: readonly RequiredNode[], at: NamePath): NamePath[] {
  return requires.flatMap((required) => {
    // Which of the types an object is decides what is taken of it.
    if (required.kind === "InlineFragment") return [[...at, "__typename"], ...requiredPaths(required.selections, at)];
    const path = [...at, required.alias ?? required.name];
    return required.selections ? requiredPaths(required.selections, path) : [path];
  });
}

function typesOnWay(path: PlacedFetch["path"]): NamePath[] {
  return path.flatMap((key, index) =>
    String(key).includes("|") ? [[...namesOf(path.slice(0, index + 1)), "__typename"]] : [],
  );
}

/** A plan's path without lists and types. */
export function namesOf(path: PlacedFetch["path"]): NamePath {
  return path.map((key) => String(key).split("|")[0]!).filter((key) => key !== "" && key !== "@");
}
