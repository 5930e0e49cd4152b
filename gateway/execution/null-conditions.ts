import {
  type DocumentNode,
  type OperationDefinitionNode,
  separateOperations,
  type VariableDefinitionNode,
} from "graphql";
import { conditionVariablesOf } from "../planning/assign-conditions.ts";

export interface ReadDocument {
  readonly document: DocumentNode;
  /** The operation of it that is run. */
  readonly ast: OperationDefinitionNode;
}

/**
 * A variable that is null where @skip or @include needs true or false: its default only lets it stand there (GraphQL
 * specification, 5.8.5 and 6.4.1).
 */
export function nullCondition(
  { document, ast }: ReadDocument,
  variables: Readonly<Record<string, unknown>>,
): VariableDefinitionNode | undefined {
  return ast.variableDefinitions?.find(({ variable: { name }, defaultValue }) => {
    if (!defaultValue || variables[name.value] !== null) return false;
    const decides = (read: DocumentNode) => conditionVariablesOf(read).includes(name.value);
    // Another operation of the document may have a variable of this name.
    return decides(document) && decides(separateOperations(document)[ast.name?.value ?? ""]!);
  });
}
