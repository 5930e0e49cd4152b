import {
  type DirectiveNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  SingleFieldSubscriptionsRule,
  type ValidationContext,
  type ValidationRule,
} from "graphql";

const CONDITIONS = new Set(["skip", "include"]);

/**
 * A subscription has one field, whatever its variables are: nothing at its root is skipped or included (GraphQL, September
 * 2025, 5.2.4.1). The rule of graphql-js is older; it reads them by variables that it does not have, and throws.
 */
export const SubscriptionRootRule: ValidationRule = (context) => {
  const single = SingleFieldSubscriptionsRule(context) as { OperationDefinition(node: OperationDefinitionNode): void };
  return {
    OperationDefinition: (node) => {
      if (node.operation !== OperationTypeNode.SUBSCRIPTION) return;
      const [condition] = conditionsIn(node.selectionSet, context);
      if (!condition) return single.OperationDefinition(node);
      const message = `@${condition.name.value} cannot be used at the root of a subscription. Leave the subscription out instead.`;
      context.reportError(new GraphQLError(message, { nodes: condition }));
    },
  };
};

function* conditionsIn(
  { selections }: SelectionSetNode,
  context: ValidationContext,
  visited = new Set<string>(),
): Generator<DirectiveNode> {
  for (const selection of selections) {
    yield* selection.directives?.filter(({ name }) => CONDITIONS.has(name.value)) ?? [];
    if (selection.kind === Kind.INLINE_FRAGMENT) yield* conditionsIn(selection.selectionSet, context, visited);
    if (selection.kind !== Kind.FRAGMENT_SPREAD || visited.has(selection.name.value)) continue;
    visited.add(selection.name.value);
    const fragment = context.getFragment(selection.name.value);
    if (fragment) yield* conditionsIn(fragment.selectionSet, context, visited);
  }
}
