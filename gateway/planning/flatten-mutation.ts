import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from "graphql";

/** Puts a mutation's fields where their fragments stand: the planner would run those in fragments first. */
export function flattenMutation(document: DocumentNode): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  /** What variables decide stays as it is. */
  const flat = ({ selections }: SelectionSetNode): SelectionNode[] =>
    selections.flatMap((node) => {
      if (node.kind === Kind.FIELD || node.directives?.length) return [node];
      return flat(
        node.kind === Kind.INLINE_FRAGMENT ? node.selectionSet : fragments.get(node.name.value)!.selectionSet,
      );
    });
  return visit(document, {
    OperationDefinition: (node) =>
      node.operation === "mutation"
        ? { ...node, selectionSet: { ...node.selectionSet, selections: flat(node.selectionSet) } }
        : undefined,
  });
}
