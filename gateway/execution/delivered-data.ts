import { ownValue } from "./own-value.ts";
import type { ResponsePath } from "./places.ts";
import type { Json } from "./rewrites.ts";
import { type VisiblePart, visiblePart } from "./unseen-errors.ts";

/** What a client has of an answer in parts. */
export interface DeliveredData {
  add(path: ResponsePath, data: Json | null): void;
  /** Where a part says null and the client has an object or a list. */
  takenAwayBy(path: ResponsePath, data: Json | null): ResponsePath[];
  /** As much of a path as the client can see. */
  visiblePart(path: ResponsePath): VisiblePart;
}

export function deliveredData(): DeliveredData {
  const parts = new Map<string, (Json | null)[]>();

  /** The parts at a path and at those above it, with the rest of the path. */
  const partsAlong = (path: ResponsePath): { readonly data: Json | null; readonly at: number }[] =>
    [path.length, ...path.keys()].flatMap((at) =>
      (parts.get(keyOf(path.slice(0, at))) ?? []).map((data) => ({ data, at })),
    );
  const has = (path: ResponsePath) => partsAlong(path).some(({ data, at }) => isObject(valueAt(data, path.slice(at))));

  const takenAway = (path: ResponsePath, value: unknown): ResponsePath[] => {
    if (value === null) return has(path) ? [path] : [];
    if (Array.isArray(value)) return value.flatMap((item, index) => takenAway([...path, index], item));
    return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => takenAway([...path, key], inner)) : [];
  };

  return {
    takenAwayBy: (path, data) => (data === null ? [] : takenAway(path, data)),
    add: (path, data) => void parts.set(keyOf(path), [...(parts.get(keyOf(path)) ?? []), data]),
    visiblePart: (path) =>
      partsAlong(path)
        .map(({ data, at }) => {
          const inside = visiblePart(path.slice(at), data);
          return { ...inside, path: [...path.slice(0, at), ...inside.path] };
        })
        .reduce((deepest, other) => (other.path.length > deepest.path.length ? other : deepest)),
  };
}

export function valueAt(data: unknown, path: ResponsePath): unknown {
  return path.reduce((value, key) => (isObject(value) ? ownValue(value, key) : undefined), data);
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function keyOf(path: ResponsePath): string {
  return path.join(".");
}
