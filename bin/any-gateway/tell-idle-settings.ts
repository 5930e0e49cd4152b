import type { Log } from "#kernel/log.ts";
import { warnOfIdleSettings } from "./idle-settings.ts";
import type { GatewaySettings } from "./settings.ts";

/** Settings that come to nothing, in this supergraph or beside other settings: the log says so, since that may change. */
export async function tellIdleSettings(settings: GatewaySettings, supergraphSdl: string, log: Log): Promise<void> {
  warnOfIdleSettings(settings.config, log);
  if (!namesInGraph(settings)) return;
  const { idleInGraph } = await import("./idle-in-graph.ts");
  for (const setting of idleInGraph(settings, supergraphSdl))
    log.warn({ setting }, "settings: this one comes to nothing");
}

/** The first process has no use for GraphQL but to look names up. */
function namesInGraph({ config, routes }: GatewaySettings): boolean {
  const { subgraphs, subscriptions, rateLimits } = config;
  return [subgraphs, routes, subscriptions.topics, rateLimits.fields].some((group) => Object.keys(group).length > 0);
}
