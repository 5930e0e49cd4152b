import cluster from "node:cluster";
import { once } from "node:events";
import { joinWorkerGroup } from "#gateway/worker-group.ts";
import { openLog } from "../open-log.ts";
import { inWords } from "../start-error.ts";
import { metricsOf } from "./metrics-of.ts";
import type { Begin } from "./lead-workers.ts";
import { serve } from "./serve.ts";

/** One of the processes that serve a port. It reads no files that decide: the first process tells it all. */
export async function runWorker(): Promise<void> {
  process.env.APOLLO_TELEMETRY_DISABLED = "true";
  const group = joinWorkerGroup()!;
  // A terminal's Ctrl-C and some orchestrators reach all processes: it is the first one that decides.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => void group.ask("retire", cluster.worker!.id).catch(() => {}));
  // Or Node would end it at once when the first process is gone, with all that runs.
  cluster.worker!.exitedAfterDisconnect = true;
  try {
    const { logTo, ...options } = await group.ask<Begin>("begin");
    const metrics = await metricsOf(options.settings);
    const told = metrics && (await import("#gateway/watch/worker-metrics.ts")).tellMetrics(group, metrics);
    const serving = await serve({ ...options, metrics, group, log: openLog(logTo) });
    group.onAsked("reload", serving.reload);
    group.onAsked("leave", serving.leave);
    group.onAsked("stop", async () => {
      await serving.stop();
      await told?.retire();
    });
    process.once("disconnect", () => void serving.stop().finally(() => process.exit(0)));
    const { port, host, limits } = options.settings;
    serving.server.listen(port, host, limits.connectionsWaitingMax);
    await once(serving.server, "listening");
  } catch (error) {
    await group.ask("failed", inWords(error)).catch(() => {});
    process.exit(1);
  }
}
