import { Kind, type SelectionSetNode } from "graphql";
import type { RequiredNode } from "./query-plan.ts";

/** What a subgraph is told, but for some fields of the objects themselves. */
export function without(
  requires: readonly RequiredNode[],
  isLeftOut: (name: string) => boolean,
): readonly RequiredNode[] {
  return requires.flatMap((node): RequiredNode[] => {
    if (node.kind === "Field") return isLeftOut(node.name) ? [] : [node];
    return [{ ...node, selections: without(node.selections, isLeftOut) }];
  });
}

export function topNamesIn({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    return node.kind === Kind.INLINE_FRAGMENT ? topNamesIn(node.selectionSet) : [];
  });
}
