import type { RequiredNode } from "../planning/query-plan.ts";
import type { Json } from "./rewrites.ts";

/** A text that is equal for two objects only if their representations are; undefined where it cannot tell. */
export type QuickKey = (object: Json) => string | undefined;

/**
 * Most places of a fetch hold an object that was met before. To find that out must not cost its representation, so
 * where all that is required are plain values they are strung together, each so that it cannot run into the next.
 */
export function quickKeyOf(requires: readonly RequiredNode[]): QuickKey | undefined {
  const names = plainNames(requires);
  if (!names) return undefined;
  return (object) => {
    let key = "";
    for (const name of names) {
      const value = object[name];
      if (typeof value === "string") key += `${value.length}:${value}`;
      else if (typeof value === "object" && value !== null) return undefined;
      else key += `#${value};`;
    }
    return key;
  };
}

/** The names of all required fields, or undefined when one of them has fields of its own. */
function plainNames(requires: readonly RequiredNode[]): string[] | undefined {
  const names = new Set<string>(["__typename"]);
  for (const node of requires) {
    if (node.kind === "Field") {
      if (node.selections) return undefined;
      names.add(node.alias ?? node.name);
    } else {
      const inside = plainNames(node.selections);
      if (!inside) return undefined;
      for (const name of inside) names.add(name);
    }
  }
  return [...names];
}
