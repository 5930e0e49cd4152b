import { once } from "node:events";
import { canSharePort } from "#gateway/http/acceptors.ts";
import type { Group, GroupOptions } from "./group.ts";
import { metricsOf } from "./metrics-of.ts";
import { openMetricsPort } from "./metrics-port.ts";
import { serve } from "./serve.ts";
import type { GatewaySettings } from "./settings.ts";

/** All in this process: with one worker there is nobody to lead. */
export async function serveAlone(options: GroupOptions): Promise<Group> {
  const { settings: first, log } = options;
  const metrics = await metricsOf(first);
  const closeMetrics = await openMetricsPort(first, async () => metrics?.text() ?? "", log);
  const serving = await serve({ ...options, metrics });
  const { port, host, limits } = first;
  serving.server.listen({ port, host, backlog: limits.connectionsWaitingMax, reusePort: canSharePort });
  await once(serving.server, "listening");
  return {
    reload: serving.reload,
    renew: async (next) => {
      const fixed = fixedOf(first);
      const changed = Object.entries(fixedOf(next)).filter(([name, value]) => value !== fixed[name]);
      if (changed.length > 0)
        log.warn({ settings: changed.map(([name]) => name) }, "settings: these take a restart of the process");
      const tls = next.config.tls && first.config.tls ? next.config.tls : first.config.tls;
      await serving.renew({ ...next, config: { ...next.config, tls } });
    },
    stop: async (noticeMs) => {
      await serving.leave(noticeMs);
      await serving.stop();
      closeMetrics();
    },
  };
}

/** What stays what it is as long as the process lives. */
function fixedOf({ host, port, workers, config: { tls, metrics } }: GatewaySettings): Record<string, unknown> {
  return {
    ...{ "server.host": host, "server.port": port, workers, tls: tls !== undefined, "tls.http2": tls?.http2 },
    metrics: JSON.stringify(metrics),
  };
}
