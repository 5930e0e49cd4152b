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
  const started = startNode({ args: [script] }, { on: "other cores", talks: true });
  return {
    stop: started.stop,
    load: async (order) => {
      const listening = new AbortController();
      const heard = (event: string) => once(started.process, event, { signal: listening.signal });
      started.process.send(order);
      try {
        const answers = heard("message").then(([report]) => report as LoadReport);
        return await Promise.race([answers, heard("exit").then(dead)]);
      } finally {
        listening.abort();
      }
    },
  };
}

function dead(): never {
  throw new Error("the client ended; it says why above");
}
