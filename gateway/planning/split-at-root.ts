import { type DocumentNode, getOperationAST, Kind, type SelectionNode, type SelectionSetNode } from "graphql";

/**
 * A query in two: the root fields that `isOne` says of, each as a query of its own, and the others. Undefined where there
 * are none of one kind, and for a mutation, whose fields have their turns.
 * @param document without fragments that have names
 */
export function splitAtRoot(
  document: DocumentNode,
  operationName: string | undefined,
  isOne: (query: DocumentNode) => boolean,
): readonly [ones: DocumentNode, others: DocumentNode] | undefined {
  const operation = getOperationAST(document, operationName);
  if (operation?.operation !== "query") return undefined;
  const names = new Set(namesIn(operation.selectionSet));
  const only = (wanted: ReadonlySet<string>): DocumentNode => ({
    ...document,
    definitions: [{ ...operation, selectionSet: restricted(operation.selectionSet, wanted) }],
  });
  const ones = new Set([...names].filter((name) => isOne(only(new Set([name])))));
  if (ones.size === 0 || ones.size === names.size) return undefined;
  return [only(ones), only(names.difference(ones))];
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
