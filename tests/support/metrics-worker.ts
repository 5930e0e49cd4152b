import { createMetrics } from "#gateway/watch/metrics.ts";
import { tellMetrics } from "#gateway/watch/worker-metrics.ts";
import { joinWorkerGroup } from "#gateway/worker-group.ts";

/** A worker that counts so many operations, tells the group's metrics when asked, and retires when told so. */
const metrics = createMetrics();
const { text, retire } = tellMetrics(joinWorkerGroup()!, metrics);

process.on("message", async ({ does, times }: { does?: "count" | "text" | "retire"; times: number }) => {
  if (does === "count") {
    for (let n = 0; n < times; n += 1)
      metrics.operation({
        ...{ operationName: "Shelf", operationType: "query", clientName: "web", clientVersion: "1", outcome: "ok" },
        ...{ seconds: 0.002, fetches: 2, cost: 10 },
      });
    process.send!({ done: true });
  }
  if (does === "text") process.send!({ done: await text() });
  if (does === "retire") {
    await retire();
    process.send!({ done: true });
  }
});
