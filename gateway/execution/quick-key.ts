import type { RequiredNode } from "../planning/query-plan.ts";
import { isPlainName } from "./plain-name.ts";
import type { Json } from "./rewrites.ts";

/** Equal for two objects of one `__typename` only if their representations are; undefined where it cannot tell. */
export type QuickKey = (object: Json) => string | number | boolean | undefined;

/**
 * Most places of a fetch hold an object that was met before. To find that out must not cost its representation: where
 * all that is required are plain values they are the key, several of them strung together so that none runs into the next.
 */
export function quickKeyOf(requires: readonly RequiredNode[]): QuickKey | undefined {
  const names = plainNames(requires);
  if (!names?.every(isPlainName)) return undefined;
  if (names.length === 1) {
    const source = `"use strict"; const value = object.${names[0]}; return typeof value === "object" ? undefined : value;`;
    return new Function("object", source) as QuickKey;
  }
  const parts = names.map(
    (name) => `value = object.${name};
    if (typeof value === "string") key += value.length + ":" + value;
    else if (typeof value === "object" && value !== null) return undefined;
    else key += "#" + value + ";";`,
  );
  return new Function("object", `"use strict"; let value, key = ""; ${parts.join("\n")} return key;`) as QuickKey;
}

/** What was found out of objects before, by their types and quick keys. */
export class MetObjects<Found> {
  readonly #byType = new Map<unknown, Map<ReturnType<QuickKey>, Found>>();
  #type: unknown;
  #ofType: Map<ReturnType<QuickKey>, Found> | undefined;

  /** Of one type; those that come one after the other are mostly of the same. */
  of({ __typename: type }: Json): Map<ReturnType<QuickKey>, Found> {
    if (this.#ofType && type === this.#type) return this.#ofType;
    const known = this.#byType.get(type) ?? new Map<ReturnType<QuickKey>, Found>();
    this.#byType.set(type, known);
    [this.#type, this.#ofType] = [type, known];
    return known;
  }
}

/** The names of all required fields but the type's, or undefined when one of them has fields of its own. */
function plainNames(requires: readonly RequiredNode[]): string[] | undefined {
  const names = new Set<string>();
  for (const node of requires) {
    if (node.kind === "Field") {
      if (node.selections) return undefined;
      const name = node.alias ?? node.name;
      if (name !== "__typename") names.add(name);
    } else {
      const inside = plainNames(node.selections);
      if (!inside) return undefined;
      for (const name of inside) names.add(name);
    }
  }
  return [...names];
}
