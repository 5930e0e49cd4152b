import type { DocumentNode } from "graphql";
import type { GatewayLimits } from "../limits.ts";
import type { PlannedSupergraph } from "./planner.ts";

/** @apollo/query-planner (Elastic License 2.0), or Hive Router's native one (MIT), an optional dependency. */
export type PlannerName = "apollo" | "native";

/** Only the chosen planner is loaded: a licence binds who uses what it is for. */
export async function openPlanner(
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
