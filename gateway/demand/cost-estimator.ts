import {
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  valueFromASTUntyped,
} from "graphql";
import { actualCost } from "./actual-cost.ts";
import type { CostDirectives } from "./cost-directives.ts";
import { estimateCost } from "./estimate-cost.ts";
import { type PricedField, priceOperation } from "./price-operation.ts";
import { resolve, sum, type Variables, type Varying } from "./varying.ts";
import { weightsIn } from "./weights.ts";

export interface CostDefaults {
  /** Items of a list of which nothing else is said. */
  readonly listSizeAssumed: number;
}

/**
 * What valid operations cost, as Apollo Router counts it: an object 1, a scalar 0, arguments as their input objects, a
 * mutation 10 besides. Variables may be as they were sent: the operation's defaults are added here.
 */
export interface CostEstimator {
  /** Before it runs. Throws BAD_USER_INPUT where no argument, or more than one, says how long a list is to be. */
  estimate(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): number;
  /** After, by the length of the lists that came; never more than estimated unless a list is longer than was said. */
  actual(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables, data: unknown): number;
}

interface PricedOperation {
  readonly fields: readonly PricedField[];
  readonly estimate: Varying<number>;
  readonly defaults: Variables;
}

const MUTATION_COST = 10;

export function createCostEstimator(
  schema: GraphQLSchema,
  directives: CostDirectives,
  { listSizeAssumed }: CostDefaults,
): CostEstimator {
  const weights = weightsIn(schema, directives, listSizeAssumed);
  const priced = new WeakMap<OperationDefinitionNode, PricedOperation>();

  const priceOf = (document: DocumentNode, operation: OperationDefinitionNode): PricedOperation => {
    const known = priced.get(operation);
    if (known) return known;
    const fields = priceOperation(document, operation, schema, weights, listSizeAssumed);
    const estimate = sum([baseOf(operation), estimateCost(fields)]);
    const price = { fields, estimate, defaults: defaultsOf(operation) };
    priced.set(operation, price);
    return price;
  };

  return {
    estimate: (document, operation, variables) => {
      const { estimate, defaults } = priceOf(document, operation);
      return typeof estimate === "number" ? estimate : resolve(estimate, complete(variables, defaults));
    },
    actual: (document, operation, variables, data) => {
      const { fields, defaults } = priceOf(document, operation);
      return baseOf(operation) + actualCost(fields, data, complete(variables, defaults));
    },
  };
}

function baseOf({ operation }: OperationDefinitionNode): number {
  return operation === OperationTypeNode.MUTATION ? MUTATION_COST : 0;
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  const withDefaults = variableDefinitions.filter(({ defaultValue }) => defaultValue);
  return Object.fromEntries(
    withDefaults.map(({ variable, defaultValue }) => [variable.name.value, valueFromASTUntyped(defaultValue!)]),
  );
}

/** Without a prototype, in which a variable of a name such as `constructor` would have a value. */
function complete(variables: Variables, defaults: Variables): Variables {
  return Object.assign(Object.create(null), defaults, variables) as Variables;
}
