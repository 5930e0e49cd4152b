import { Kind, type SelectionNode, type SelectionSetNode } from "graphql";

/** Of a selection set without named fragments the wanted fields, in the fragments that they stand in. */
export function restrictedSet(set: SelectionSetNode, wanted: ReadonlySet<SelectionNode>): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind !== Kind.INLINE_FRAGMENT) return wanted.has(node) ? [node] : [];
    const selectionSet = restrictedSet(node.selectionSet, wanted);
    return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
  });
  return { ...set, selections };
}
