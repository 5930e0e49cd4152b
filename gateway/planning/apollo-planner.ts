import { operationFromDocument, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, GraphQLError } from "graphql";
import { orderKeys } from "./order-keys.ts";
import type { PlannedSupergraph } from "./planner.ts";
import type { QueryPlan } from "./query-plan.ts";

/** Plans by @apollo/query-planner. */
export function openApolloPlanner(document: DocumentNode): PlannedSupergraph {
  const supergraph = Supergraph.build(orderKeys(document), { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const apiSchema = supergraph.apiSchema();
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    typeConditionedFetching: true,
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
          throw new GraphQLError("The operation cannot be planned", { originalError: error as Error });
        }
      },
    },
  };
}
