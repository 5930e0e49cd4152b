import { hasType, type PathStep } from "./places.ts";
import { isJson, type Json } from "./rewrites.ts";

/** The objects of an operation's data by the paths of its fetches; what was found once is not looked for again. */
export interface FoundPlaces {
  /** Each object once. */
  at(path: readonly PathStep[]): readonly Json[];
  /** Something was written into the objects at the path: what lies below is to be looked for anew. */
  wrote(path: readonly PathStep[], isShared: boolean): void;
}

/** Most fetches look where others have looked, or below: a walk from the top for each would cost as much as all else. */
export function foundPlaces(data: Json): FoundPlaces {
  const root = [data];
  const found = new Map<string, readonly Json[]>();
  /** Paths whose objects have in common what lies below them. */
  const shared = new Set<string>();

  const look = (path: readonly PathStep[], length: number): readonly Json[] => {
    if (length === 0) return root;
    const { at, hasTypes, gather } = path[length - 1]!;
    const known = hasTypes ? undefined : found.get(at);
    if (known) return known;
    const start = aboveOf(path, length);
    const above = look(path, start);
    const objects: Json[] = [];
    if (gather) gather(above, objects);
    else for (const object of above) collect(object, path, start, length, objects);
    const each = start > 0 && shared.has(path[start - 1]!.at) ? [...new Set(objects)] : objects;
    // What an object is may be found out later.
    if (!hasTypes) found.set(at, each);
    return each;
  };

  return {
    at: (path) => look(path, path.length),
    wrote: (path, isShared) => {
      const at = path.at(-1)?.at ?? "";
      if (isShared) shared.add(at);
      for (const key of found.keys()) if (at === "" || key.startsWith(`${at}.`)) found.delete(key);
    },
  };
}

/** How much of the path leads to the objects whose field its end is: a list's items belong to its field. */
function aboveOf(path: readonly PathStep[], length: number): number {
  let start = length - 1;
  while (start > 0 && path[start]!.key === "@") start -= 1;
  return start;
}

function collect(value: unknown, path: readonly PathStep[], index: number, length: number, objects: Json[]): void {
  const step = index < length ? path[index] : undefined;
  if (Array.isArray(value)) {
    const next = step?.key === "@" ? index + 1 : index;
    for (const item of value) if (next === index || hasType(item, step!)) collect(item, path, next, length, objects);
    return;
  }
  if (!isJson(value)) return;
  if (step === undefined) return void objects.push(value);
  const below = step.key === "" ? value : value[step.key];
  if (hasType(below, step)) collect(below, path, index + 1, length, objects);
}
