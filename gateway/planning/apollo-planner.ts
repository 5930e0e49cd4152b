import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  type Schema,
  Supergraph,
} from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, GraphQLError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import { type GatewayLimits, LIMITS } from "../limits.ts";
import { apiSchemaOf } from "../supergraph/api-schema.ts";
import { withEntityEntries } from "./entity-entries.ts";
import { expandFragments } from "./expand-fragments.ts";
import { flattenMutation } from "./flatten-mutation.ts";
import { readInterfaceObjects } from "./interface-objects.ts";
import { narrowFetches } from "./narrow-fetches.ts";
import { orderKeys } from "./order-keys.ts";
import type { PlannedSupergraph, Planner } from "./planner.ts";
import type { QueryPlan } from "./query-plan.ts";
import { preferOwnKeys } from "./prefer-own-keys.ts";
import { repairPlan } from "./repair-plan.ts";
import { splitterByNeeds } from "./split-by-needs.ts";
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
  const [api, full] = [supergraph.apiSchema(), supergraph.schema];
  const apiSchema = fields.hasChains ? apiSchemaOf(document) : api.toGraphQLJSSchema();
  const fullSchema = full.toGraphQLJSSchema();
  const interfaceObjects = readInterfaceObjects(document);
  const splitByNeeds = splitterByNeeds(document, { apiSchema, fullSchema }, interfaceObjects);
  const planner = new QueryPlanner(supergraph, {
    reuseQueryFragments: false,
    typeConditionedFetching: true,
    debug: { pathsLimit: limits.planPathsMax, maxEvaluatedPlans: limits.plansWeighedMax },
  });

  const planOnce: Planner["plan"] = (operation, operationName, labels = new Set()) => {
    const overrideConditions = new Map([...labels].map((label) => [label, true]));
    const planOver = (schema: Schema, asked: DocumentNode, name?: string) => {
      const one = operationFromDocument(schema, asked, { operationName: name });
      return planner.buildQueryPlan(one, { overrideConditions }) as QueryPlan;
    };
    const found = planOver(api, flattenMutation(operation), operationName);
    const plan = fields.hasChains
      ? repairPlan(found, { schema: fullSchema, fields, plan: (part) => planOver(full, part) })
      : found;
    if (interfaceObjects.size === 0) return plan;
    const narrowed = narrowFetches(splitByNeeds(plan, operation), fullSchema, interfaceObjects);
    return preferOwnKeys(narrowed, fullSchema, fields.requirementOf);
  };
  const plan: Planner["plan"] = (operation, ...rest) => {
    try {
      return planOnce(operation, ...rest);
    } catch (error) {
      // A plan that is too much is not tried twice.
      const isTooMuch = TOO_MANY_PATHS.test((error as Error).message) || error instanceof RangeError;
      if (isTooMuch || interfaceObjects.size === 0) throw error;
      return planOnce(expandFragments(operation, apiSchema), ...rest);
    }
  };
  return {
    ...{ apiSchema, fullSchema },
    planner: {
      plan: (...asked) => {
        try {
          return plan(...asked);
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
