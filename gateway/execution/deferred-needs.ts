import {
  type DirectiveNode,
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { fieldOf } from "../planning/field-of.ts";
import type { ReadOperation } from "./read-operation.ts";

/** What is not deferred. */
export const FIRST = 0;

/** Which parts of an answer hold which fields. Parts have numbers, in the order in which a client would meet them. */
export interface DeferredNeeds {
  /** By the path of response names, joined by dots. */
  readonly partsWith: ReadonlyMap<string, ReadonlySet<number>>;
  /** The part of a fragment at a path of the client's names; a named fragment may be at several. */
  partAt(defer: DirectiveNode, path: readonly string[]): number;
  readonly partsCount: number;
}

export function deferredNeeds(
  schema: GraphQLSchema,
  { operation, fragments, nameOf }: Pick<ReadOperation, "operation" | "fragments" | "nameOf">,
  activeDefer: (selection: SelectionNode) => DirectiveNode | undefined,
): DeferredNeeds {
  const partsWith = new Map<string, Set<number>>();
  const numbers = new Map<DirectiveNode, Map<string, number>>();
  const walked = new Set<string>();
  let partsCount = 0;

  const note = (path: readonly string[], part: number) => {
    const text = path.join(".");
    partsWith.set(text, (partsWith.get(text) ?? new Set()).add(part));
  };
  const numberOf = (defer: DirectiveNode, path: readonly string[]): number => {
    const byPath = numbers.get(defer) ?? new Map<string, number>();
    numbers.set(defer, byPath);
    const text = path.map(nameOf).join(".");
    const number = byPath.get(text) ?? (partsCount += 1);
    byPath.set(text, number);
    return number;
  };
  const walk = (parent: GraphQLNamedType | undefined, set: SelectionSetNode, path: readonly string[], part: number) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const below = [...path, selection.alias?.value ?? selection.name.value];
        note(below, part);
        if (!selection.selectionSet) continue;
        const type = getNamedType(fieldOf(parent, selection.name.value)?.type);
        // Perhaps the subgraph that gives the object knows its interface only, and another one says what it is.
        if (isInterfaceType(type)) note([...below, "__typename"], part);
        walk(type, selection.selectionSet, below, part);
        continue;
      }
      const defer = activeDefer(selection);
      const inside = defer ? numberOf(defer, path) : part;
      const isInline = selection.kind === Kind.INLINE_FRAGMENT;
      const { typeCondition, selectionSet } = isInline ? selection : fragments.get(selection.name.value)!;
      const key = isInline ? undefined : `${selection.name.value} ${inside} ${path.join(".")}`;
      if (key !== undefined && walked.has(key)) continue;
      if (key !== undefined) walked.add(key);
      walk(typeCondition ? schema.getType(typeCondition.name.value) : parent, selectionSet, path, inside);
    }
  };
  walk(schema.getRootType(operation.operation)!, operation.selectionSet, [], FIRST);
  return { partsWith, partsCount, partAt: (defer, path) => numbers.get(defer)!.get(path.join("."))! };
}
