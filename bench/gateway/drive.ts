import { once } from "node:events";
import { join } from "node:path";
import type { LoadOrder, LoadReport } from "./client.ts";
import { root, startNode } from "./processes.ts";

/** The load generator's other end: one process for the whole run, so that it is warm for every target alike. */
export interface Client {
  load(order: LoadOrder): Promise<LoadReport>;
  stop(): Promise<void>;
}

export function startClient(): Client {
  const script = join(root, "bench/gateway/client.ts");
  const started = startNode([script], { on: "other cores", talks: true });
  return {
    stop: started.stop,
    load: async (order) => {
      started.process.send(order);
      const ended = once(started.process, "exit").then(() => {
        throw new Error("the client ended; it says why above");
      });
      const [report] = await Promise.race([once(started.process, "message"), ended]);
      return report as LoadReport;
    },
  };
}
