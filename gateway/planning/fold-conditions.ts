import { type DirectiveNode, type DocumentNode, Kind, type SelectionNode, type SelectionSetNode, visit } from "graphql";

/**
 * Takes out the @skip and @include that no variable decides, with what they leave out: the planner forgets a field under
 * a condition when nothing is left below it, and asks subgraphs for the names of root types.
 */
export function foldConditions(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: (node) => {
      if (!node.selections.some(({ directives }) => directives?.some(isConstant))) return undefined;
      const selections = node.selections.filter(isEverIncluded).map(withoutConstants);
      return selections.length > 0 ? { ...node, selections } : TYPENAME_ONLY;
    },
  });
}

function isConstant({ name, arguments: given }: DirectiveNode): boolean {
  return (name.value === "skip" || name.value === "include") && given?.[0]?.value.kind === Kind.BOOLEAN;
}

function isEverIncluded({ directives = [] }: SelectionNode): boolean {
  return directives.every((directive) => {
    const value = directive.arguments?.[0]?.value;
    return (
      !isConstant(directive) || (value?.kind === Kind.BOOLEAN && value.value === (directive.name.value === "include"))
    );
  });
}

function withoutConstants(node: SelectionNode): SelectionNode {
  return { ...node, directives: node.directives?.filter((directive) => !isConstant(directive)) };
}

const TYPENAME_ONLY: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } }],
};
