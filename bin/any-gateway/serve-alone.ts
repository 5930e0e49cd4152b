import { once } from "node:events";
import { canSharePort } from "#gateway/http/acceptors.ts";
import { fixedAlone, tellFixed } from "./fixed-settings.ts";
import type { Group, GroupOptions } from "./group.ts";
import { metricsOf } from "./metrics-of.ts";
import { openMetricsPort } from "./metrics-port.ts";
import { serve } from "./serve.ts";

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
      tellFixed(fixedAlone, first, next, log);
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
