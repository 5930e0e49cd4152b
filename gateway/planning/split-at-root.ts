import { type DocumentNode, getOperationAST, Kind, type SelectionNode, type SelectionSetNode } from "graphql";

/**
 * A query in two: the root fields that hold by themselves, and the others. Undefined where there are none of one kind, and
 * for a mutation, whose fields have their turns.
 * @param document without fragments that have names
 * @param holds asked of each root field as a query of its own
 */
export function splitAtRoot(
  document: DocumentNode,
  operationName: string | undefined,
  holds: (query: DocumentNode) => boolean,
): readonly [holding: DocumentNode, others: DocumentNode] | undefined {
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== "query") return undefined;
  const names = new Set(namesIn(operation.selectionSet));
  if (names.size < 2) return undefined;
  const only = (wanted: ReadonlySet<string>): DocumentNode => ({
    ...document,
    definitions: [{ ...operation, selectionSet: restricted(operation.selectionSet, wanted) }],
  });
  const holding = new Set([...names].filter((name) => holds(only(new Set([name])))));
  if (holding.size === 0 || holding.size === names.size) return undefined;
  return [only(holding), only(names.difference(holding))];
}

function namesIn({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [(node.alias ?? node.name).value];
    return node.kind === Kind.INLINE_FRAGMENT ? namesIn(node.selectionSet) : [];
  });
}

function restricted(set: SelectionSetNode, wanted: ReadonlySet<string>): SelectionSetNode {
  const selections = set.selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return wanted.has((node.alias ?? node.name).value) ? [node] : [];
    if (node.kind !== Kind.INLINE_FRAGMENT) return [];
    const selectionSet = restricted(node.selectionSet, wanted);
    return selectionSet.selections.length > 0 ? [{ ...node, selectionSet }] : [];
  });
  return { ...set, selections };
}
