import type { DocumentNode } from "graphql";
import type { GatewayLimits } from "../limits.ts";
import { apiSchemaOf } from "../supergraph/api-schema.ts";
import type { PlannedSupergraph } from "./planner.ts";
import { nameRequiredValues } from "./required-values.ts";
import { restoreValues } from "./restore-values.ts";
import { readSubgraphFields, type SubgraphFields } from "./subgraph-fields.ts";

/** @apollo/query-planner (Elastic License 2.0), or Hive Router's native one (MIT), an optional dependency. */
export type PlannerName = "apollo" | "native";

/** A supergraph ready to be planned over, in the names that data have until they are answered. */
export interface OpenedSupergraph extends PlannedSupergraph {
  readonly document: DocumentNode;
  readonly subgraphFields: SubgraphFields;
}

export async function openPlanner(
  name: PlannerName | undefined,
  supergraph: DocumentNode,
  limits: GatewayLimits,
): Promise<OpenedSupergraph> {
  const { document, values } = nameRequiredValues(supergraph);
  const planned = await openNamed(name, document, limits);
  const opened = { ...planned, document, subgraphFields: readSubgraphFields(document) };
  if (values.size === 0) return opened;
  const { planner } = planned;
  return {
    ...opened,
    apiSchema: apiSchemaOf(supergraph),
    planner: { plan: (...asked) => restoreValues(planner.plan(...asked), values, opened.subgraphFields) },
  };
}

/** Only the chosen planner is loaded: a licence binds who uses what it is for. */
async function openNamed(
  name: PlannerName | undefined,
  supergraph: DocumentNode,
  limits: GatewayLimits,
): Promise<PlannedSupergraph> {
  if (name === "native") {
    const { openNativePlanner } = await import("./native/open-native-planner.ts");
    return openNativePlanner(supergraph);
  }
  const { openApolloPlanner } = await import("./apollo-planner.ts");
  return openApolloPlanner(supergraph, limits);
}
