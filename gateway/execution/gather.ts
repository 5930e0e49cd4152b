import { isPlainName } from "./plain-name.ts";
import type { Json } from "./rewrites.ts";

/** Adds the objects that stand under one name in each of `above`, those of lists one by one. */
export type Gather = (above: readonly Json[], objects: Json[]) => void;

/** `isList`: what is no list there is nothing. Undefined for a name that cannot be code. */
export function gatherOf(name: string, isList: boolean): Gather | undefined {
  if (!isPlainName(name)) return undefined;
  const one = isList ? "" : `else if (typeof value === "object" && value !== null) objects.push(value);`;
  const source = `"use strict"; return (above, objects) => {
    for (const object of above) {
      const value = object.${name};
      if (Array.isArray(value)) {
        for (const item of value) {
          if (typeof item !== "object" || item === null) continue;
          if (Array.isArray(item)) open(item, objects); else objects.push(item);
        }
      } ${one}
    }
  };`;
  return new Function("open", source)(open) as Gather;
}

function open(items: readonly unknown[], objects: Json[]): void {
  for (const item of items) {
    if (Array.isArray(item)) open(item, objects);
    else if (typeof item === "object" && item !== null) objects.push(item as Json);
  }
}
