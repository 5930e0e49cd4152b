import {
  type Operation,
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, GraphQLError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import { type GatewayLimits, LIMITS } from "../limits.ts";
import { apiSchemaOf } from "../supergraph/api-schema.ts";
import { withEntityEntries } from "./entity-entries.ts";
import { orderKeys } from "./order-keys.ts";
import type { PlannedSupergraph } from "./planner.ts";
import type { QueryPlan } from "./query-plan.ts";
import { repairPlan } from "./repair-plan.ts";
import { readSubgraphFields } from "./subgraph-fields.ts";

/** The planner's words, which have no code. */
const TOO_MANY_PATHS = /^(Too many options generated|Number of non-local selections exceeds limit)/;

/** Plans by @apollo/query-planner. */
export function openApolloPlanner(
  document: DocumentNode,
  limits: Pick<GatewayLimits, "planPathsMax" | "plansWeighedMax"> = LIMITS,
): PlannedSupergraph {
  const fields = readSubgraphFields(document);
  const planned = fields.hasChains ? withEntityEntries(document) : document;
  const supergraph = Supergraph.build(orderKeys(planned), { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const apiSchema = supergraph.apiSchema();
  const fullSchema = supergraph.schema.toGraphQLJSSchema();
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    typeConditionedFetching: true,
    debug: { pathsLimit: limits.planPathsMax, maxEvaluatedPlans: limits.plansWeighedMax },
  });
  const planWith = (operation: Operation, labels: ReadonlySet<string> = new Set()): QueryPlan => {
    const overrideConditions = new Map([...labels].map((label) => [label, true]));
    const plan = planner.buildQueryPlan(operation, { overrideConditions }) as QueryPlan;
    if (!fields.hasChains) return plan;
    return repairPlan(plan, {
      ...{ schema: fullSchema, fields },
      plan: (part) =>
        planner.buildQueryPlan(operationFromDocument(supergraph.schema, part), { overrideConditions }) as QueryPlan,
    });
  };
  return {
    apiSchema: fields.hasChains ? apiSchemaOf(document) : apiSchema.toGraphQLJSSchema(),
    fullSchema,
    planner: {
      plan: (operation, operationName, labels) => {
        try {
          return planWith(operationFromDocument(apiSchema, operation, { operationName }), labels);
        } catch (error) {
          if (TOO_MANY_PATHS.test((error as Error).message)) throw tooManyPaths(limits.planPathsMax);
          throw new GraphQLError("The operation cannot be planned", { originalError: error as Error });
        }
      },
    },
  };
}

function tooManyPaths(value: number): ClientError {
  const message = `The operation exceeds the limit planPathsMax of ${value}: ask for less at once.`;
  return new ClientError("BAD_USER_INPUT", message, { limit: "planPathsMax", value });
}
