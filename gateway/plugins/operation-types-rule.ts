import { GraphQLError, type ValidationRule } from "graphql";

/** GraphQL specification, 5.2.1.1 Operation Type Existence; graphql-js looks only when it executes. */
export const OperationTypesRule: ValidationRule = (context) => ({
  OperationDefinition: (node) => {
    if (context.getSchema().getRootType(node.operation)) return;
    const message = `Schema is not configured to execute ${node.operation} operation.`;
    context.reportError(new GraphQLError(message, { nodes: node }));
  },
});
