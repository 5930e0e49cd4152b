import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { Completion } from "./completion.ts";

/** The part of an operation that the schema itself answers: `__schema` and `__type` at its root; undefined: nothing. */
export function introspectionOf({
  operation,
  fragments,
}: Pick<Completion, "operation" | "fragments">): DocumentNode | undefined {
  const fieldsIn = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return isIntrospection(selection) ? [selection] : [];
      const inside = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      return inside ? fieldsIn(inside.selectionSet) : [];
    });
  const selections = fieldsIn(operation.selectionSet);
  if (selections.length === 0) return undefined;
  const own: OperationDefinitionNode = { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  return { kind: Kind.DOCUMENT, definitions: [own, ...fragments.values()] };
}

/** What is left to ask subgraphs: the planner does not know every question that tools ask of the schema. */
export function withoutIntrospection(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (node) => (isIntrospection(node) ? TYPENAME : undefined),
    FragmentDefinition: (node) => (node.typeCondition.name.value.startsWith("__") ? null : undefined),
  });
}

const TYPENAME: FieldNode = {
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: "__typename" },
};

export async function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  return execute({ schema, document, variableValues });
}

function isIntrospection({ name }: FieldNode): boolean {
  return name.value === "__schema" || name.value === "__type";
}
