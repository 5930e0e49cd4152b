import {
  type ASTNode,
  type DirectiveNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type ValidationContext,
  type ValidationRule,
  visit,
} from "graphql";
import { argumentOf, isDefer } from "../planning/defer-directive.ts";

/** Labels are texts that name one fragment each: clients find parts by them. */
const labelsAreTheirOwn: ValidationRule = (context) => {
  const known = new Map<string, DirectiveNode>();
  return {
    Directive: (node) => {
      const label = isDefer(node) ? argumentOf(node, "label") : undefined;
      if (label && label.kind !== Kind.STRING)
        return report(context, "The label of @defer must be written as text.", node);
      if (label?.kind !== Kind.STRING) return;
      const before = known.get(label.value);
      if (before) report(context, `The label "${label.value}" is given to two @defer.`, before, node);
      known.set(label.value, node);
    },
  };
};

/** Mutations run one after the other, and a subscription has one field. */
const rootsAreNotDeferred: ValidationRule = (context) => {
  const schema = context.getSchema();
  const roots = [schema.getMutationType(), schema.getSubscriptionType()];
  return {
    Directive: (node) => {
      const parent = context.getParentType();
      if (isDefer(node) && parent && roots.some((root) => root === parent))
        report(context, `@defer cannot be used on fields of ${parent.name}.`, node);
    },
  };
};

/** An event comes in one piece; where a variable decides, it is read as off. */
const eventsAreNotDeferred: ValidationRule = (context) => ({
  OperationDefinition: (operation) => {
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return;
    for (const part of [operation, ...context.getRecursivelyReferencedFragments(operation)])
      visit(part, {
        Directive: (node) => {
          const given = isDefer(node) ? argumentOf(node, "if") : undefined;
          const mayBeOff = given?.kind === Kind.VARIABLE || (given?.kind === Kind.BOOLEAN && !given.value);
          if (isDefer(node) && !mayBeOff)
            report(context, "@defer cannot be used in subscriptions, unless its `if` is false or a variable.", node);
        },
      });
  },
});

/** What graphql-js checks of @defer from version 17 on (working draft of incremental delivery, section 5.7). */
export const DEFER_RULES: readonly ValidationRule[] = [labelsAreTheirOwn, rootsAreNotDeferred, eventsAreNotDeferred];

function report(context: ValidationContext, message: string, ...nodes: readonly ASTNode[]): void {
  context.reportError(new GraphQLError(message, { nodes }));
}
