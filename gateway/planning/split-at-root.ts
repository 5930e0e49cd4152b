import { type DocumentNode, type FieldNode, getOperationAST, Kind, type SelectionSetNode } from "graphql";
import { responseName } from "./placed-fields.ts";
import { restrictedSet } from "./restricted-set.ts";

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
  const { selectionSet } = operation;
  const only = (fields: readonly FieldNode[]): DocumentNode => ({
    ...document,
    definitions: [{ ...operation, selectionSet: restrictedSet(selectionSet, new Set(fields)) }],
  });
  const byName = [...Map.groupBy(fieldsIn(selectionSet), responseName).values()];
  if (byName.length < 2) return undefined;
  const { holding = [], others = [] } = Object.groupBy(byName, (fields) =>
    holds(only(fields)) ? "holding" : "others",
  );
  if (holding.length === 0 || others.length === 0) return undefined;
  return [only(holding.flat()), only(others.flat())];
}

function fieldsIn({ selections }: SelectionSetNode): FieldNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    return node.kind === Kind.INLINE_FRAGMENT ? fieldsIn(node.selectionSet) : [];
  });
}
