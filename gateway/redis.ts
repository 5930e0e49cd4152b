import { Redis } from "ioredis";
import { type Clock, systemClock } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";

const COMMAND_MS_MAX = 50;
const CONNECT_MS_MAX = 1_000;
/** After a failure nobody waits for it again for so long. */
const PAUSE_MS = 1_000;

/** A Redis that a request can do without: it answers soon, or the request goes on as if it were not there. */
export interface OptionalRedis {
  /** For those who must know that it worked: rejects when it did not. */
  readonly client: Redis;
  /** Undefined when it failed, is not connected, or has failed just now. Never rejects. */
  attempt<Answer>(command: (client: Redis) => Promise<Answer>): Promise<Answer | undefined>;
}

/** Connects, and connects again, on its own. Whoever opens it closes it with `client.disconnect()`. */
export function openRedis(url: string, log: Log, commandMsMax = COMMAND_MS_MAX): OptionalRedis {
  const client = new Redis(url, {
    commandTimeout: commandMsMax,
    connectTimeout: CONNECT_MS_MAX,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
  });
  let isDown = false;
  client.on("ready", () => (isDown = false));
  client.on("error", ({ message }: Error) => {
    if (!isDown) log.warn({ error: message }, "Redis cannot be reached, going on without it");
    isDown = true;
  });
  return optionalRedis(client, log);
}

export function optionalRedis(client: Redis, log: Log, clock: Clock = systemClock): OptionalRedis {
  let pausedUntilMs = -Infinity;
  return {
    client,
    attempt: async (command) => {
      if (client.status !== "ready" || clock.now().getTime() < pausedUntilMs) return undefined;
      try {
        return await command(client);
      } catch (error) {
        pausedUntilMs = clock.now().getTime() + PAUSE_MS;
        log.warn({ error: (error as Error).message }, "Redis failed, going on without it");
        return undefined;
      }
    },
  };
}
