import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, GraphQLError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import { type GatewayLimits, LIMITS } from "../limits.ts";
import { orderKeys } from "./order-keys.ts";
import type { PlannedSupergraph } from "./planner.ts";
import type { QueryPlan } from "./query-plan.ts";

/** The planner's words, which have no code. */
const TOO_MANY_PATHS = /^(Too many options generated|Number of non-local selections exceeds limit)/;

/** Plans by @apollo/query-planner. */
export function openApolloPlanner(
  document: DocumentNode,
  limits: Pick<GatewayLimits, "planPathsMax" | "plansWeighedMax"> = LIMITS,
): PlannedSupergraph {
  const supergraph = Supergraph.build(orderKeys(document), { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    typeConditionedFetching: true,
    debug: { pathsLimit: limits.planPathsMax, maxEvaluatedPlans: limits.plansWeighedMax },
  });
  return {
    apiSchema: apiSchema.toGraphQLJSSchema(),
    fullSchema: supergraph.schema.toGraphQLJSSchema(),
    planner: {
      plan: (operation, operationName, labels) => {
        const overrideConditions = new Map([...(labels ?? [])].map((label) => [label, true]));
        try {
          const planned = operationFromDocument(apiSchema, operation, { operationName });
          return planner.buildQueryPlan(planned, { overrideConditions }) as QueryPlan;
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
