import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from "graphql";
import type { RequiredNode, Rewrite } from "../planning/query-plan.ts";
import { merge } from "./places.ts";

export type Json = Record<string, unknown>;

const FRAGMENT = "... on ";

/** What a subgraph needs to know an entity by, or undefined when it is none of these entities. */
export function representationOf(
  entity: Json,
  requires: readonly RequiredNode[],
  schema: GraphQLSchema,
): Json | undefined {
  const representation: Json = {};
  for (const selection of requires) {
    if (selection.kind === "InlineFragment") {
      if (selection.typeCondition && !isOfType(entity, selection.typeCondition, schema)) continue;
      const part = representationOf(entity, selection.selections, schema);
      if (!part) return undefined;
      merge(representation, part);
    } else {
      const name = selection.alias ?? selection.name;
      const value = entity[name];
      if (value === undefined) return undefined;
      representation[name] = selection.selections ? requiredOf(value, selection.selections, schema) : value;
    }
  }
  return representation;
}

function requiredOf(value: unknown, requires: readonly RequiredNode[], schema: GraphQLSchema): unknown {
  if (Array.isArray(value)) return value.map((item) => requiredOf(item, requires, schema));
  return isJson(value) ? (representationOf(value, requires, schema) ?? null) : null;
}

/** The planner's corrections where subgraphs name or type something differently. Writes into `value`. */
export function applyRewrites(rewrites: readonly Rewrite[] | undefined, value: unknown, schema: GraphQLSchema): void {
  for (const rewrite of rewrites ?? []) {
    const name = rewrite.path.at(-1);
    if (name === undefined) continue;
    eachAt(value, rewrite.path.slice(0, -1), schema, (object) => {
      if (rewrite.kind === "ValueSetter") object[name] = rewrite.setValueTo;
      else if (object[name] !== undefined) {
        object[rewrite.renameKeyTo] = object[name];
        delete object[name];
      }
    });
  }
}

function eachAt(value: unknown, path: readonly string[], schema: GraphQLSchema, act: (object: Json) => void): void {
  if (Array.isArray(value)) return value.forEach((item) => eachAt(item, path, schema, act));
  if (!isJson(value)) return;
  const [head, ...rest] = path;
  if (head === undefined) act(value);
  else if (!head.startsWith(FRAGMENT)) eachAt(value[head], rest, schema, act);
  else if (value.__typename === undefined || isOfType(value, head.slice(FRAGMENT.length), schema))
    eachAt(value, rest, schema, act);
}

export function isOfType(value: Json, condition: string, schema: GraphQLSchema): boolean {
  if (value.__typename === condition) return true;
  const type = schema.getType(String(value.__typename));
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type);
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
