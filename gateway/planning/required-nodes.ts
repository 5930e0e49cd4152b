import { Kind, type SelectionSetNode } from "graphql";
import type { RequiredNode } from "./query-plan.ts";

/** What @requires names, as plans say what a subgraph must be told. */
export function requiredNodes({ selections }: SelectionSetNode): RequiredNode[] {
  return selections.flatMap((node): RequiredNode[] => {
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    const below = node.selectionSet && requiredNodes(node.selectionSet);
    if (node.kind === Kind.FIELD)
      return [{ kind: "Field", name: node.name.value, ...(below && { selections: below }) }];
    return [{ kind: "InlineFragment", typeCondition: node.typeCondition?.name.value, selections: below ?? [] }];
  });
}
