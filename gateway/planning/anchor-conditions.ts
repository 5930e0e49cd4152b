import { type DocumentNode, type FieldNode, Kind, type SelectionNode, visit } from "graphql";

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/**
 * Adds `__typename` where everything that is asked of an object depends on variables: the planner would not ask for the
 * object at all when they leave nothing of it, and whether it is there would not be known.
 */
export function anchorConditions(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: {
      leave: (node, _key, parent) => {
        const isRoot = parent !== undefined && "operation" in parent;
        if (isRoot || !node.selections.every(isConditional)) return undefined;
        return { ...node, selections: [...node.selections, TYPENAME] };
      },
    },
  });
}

function isConditional({ directives = [] }: SelectionNode): boolean {
  return directives.some(({ name }) => name.value === "skip" || name.value === "include");
}
