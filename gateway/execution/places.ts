import { type Gather, gatherOf } from "./gather.ts";
import { isJson, type Json } from "./rewrites.ts";

/** One step from an object to the objects below it. */
export interface PathStep {
  /** A response name, `@` for every item of a list, or empty to stay. */
  readonly key: string;
  /** Goes on with objects of these types only. */
  readonly types?: ReadonlySet<string>;
  /** The names on the path to here, and whether it asks for types anywhere. */
  readonly at: string;
  readonly hasTypes: boolean;
  /** At the last step of a field, its lists included: what is there, where no types are asked for and lists have one level. */
  readonly gather?: Gather | undefined;
}

/** A plan's path: `["users", "@", "pet|[Cat,Dog]"]`. */
export function parsePath(path: readonly (string | number)[]): PathStep[] {
  let at = "";
  let hasTypes = false;
  return path.map((element, index) => {
    const [key = "", conditions] = String(element).split("|[");
    if (key !== "" && key !== "@") at = at === "" ? key : `${at}.${key}`;
    hasTypes ||= conditions !== undefined;
    const step = { key, at, hasTypes };
    if (conditions !== undefined) return { ...step, types: new Set(conditions.replace("]", "").split(",")) };
    return { ...step, gather: gatherAt(path, index) };
  });
}

function gatherAt(path: readonly (string | number)[], index: number): Gather | undefined {
  const [name, next] = [String(path[index]), path[index + 1]];
  if (name !== "@") return next === "@" ? undefined : gatherOf(name, false);
  return next === "@" ? undefined : gatherOf(String(path[index - 1]), true);
}

export type ResponsePath = readonly (string | number)[];

/** Whether the path begins with the place's. */
export function isWithin(path: ResponsePath, place: ResponsePath): boolean {
  return place.every((key, index) => path[index] === key);
}

/** Calls back for every object at the path, telling where it is and what lies above it. Slow: for errors and @fromContext. */
export function eachPlaceWithPath(
  value: unknown,
  path: readonly PathStep[],
  visit: (object: Json, at: ResponsePath, above: readonly Json[]) => void,
  at: ResponsePath = [],
  above: readonly Json[] = [],
): void {
  const [step, ...rest] = path;
  if (Array.isArray(value)) {
    const next = step?.key === "@" ? rest : path;
    value.forEach((item, index) => {
      if (next === path || hasType(item, step!)) eachPlaceWithPath(item, next, visit, [...at, index], above);
    });
    return;
  }
  if (!isJson(value)) return;
  if (step === undefined) return visit(value, at, above);
  if (step.key === "") return hasType(value, step) ? eachPlaceWithPath(value, rest, visit, at, above) : undefined;
  const below = value[step.key];
  if (hasType(below, step)) eachPlaceWithPath(below, rest, visit, [...at, step.key], [...above, value]);
}

/** Lists are looked into item by item: their items have the types. */
export function hasType(value: unknown, { types }: PathStep): boolean {
  if (types === undefined || Array.isArray(value) || !isJson(value)) return true;
  return value.__typename === undefined || types.has(value.__typename as string);
}

/** Adds what a subgraph answered to an object that is there. Objects of `source` become part of the data. */
export type Merge = (target: Json, source: Json) => void;

export function merge(target: Json, source: Json): void {
  for (const key in source) {
    const value = source[key];
    const present = target[key];
    if (typeof present === "object" && present !== null && typeof value === "object" && value !== null) {
      // It would be written into what all objects have in common.
      if (key !== "__proto__") target[key] = mergeValues(present, value);
    } else if (value !== null || present === undefined || !Object.hasOwn(target, key)) target[key] = value;
  }
}

export function mergeValues(present: object, value: object): unknown {
  if (present === value) return present;
  if (Array.isArray(present)) {
    if (!Array.isArray(value) || present.length !== value.length) return value;
    for (let index = 0; index < value.length; index += 1) {
      const [before, after] = [present[index], value[index]];
      const both = typeof before === "object" && before !== null && typeof after === "object" && after !== null;
      present[index] = both ? mergeValues(before, after) : (after ?? before);
    }
    return present;
  }
  if (Array.isArray(value)) return value;
  merge(present as Json, value as Json);
  return present;
}
