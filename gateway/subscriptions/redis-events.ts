import { Redis } from "ioredis";
import type { Log } from "#kernel/log.ts";
import type { EventListener, EventSource } from "./event-source.ts";

const CONNECT_MS_MAX = 5_000;

export interface RedisEventsOptions {
  /** redis://… or rediss://… */
  readonly url: string;
  /** Before each topic. */
  readonly keyPrefix: string;
  readonly log: Log;
}

/**
 * Through Redis 7 or newer, by its sharded channels (SPUBLISH): in a cluster a message stays on the shard of its topic. Redis
 * keeps nothing: when the connection breaks, all who listen are told that messages may be lost. It connects again by itself.
 */
export function redisEvents({ url, keyPrefix, log }: RedisEventsOptions): EventSource {
  const listeners = new Map<string, Set<EventListener>>();
  const redis = new Redis(url, { connectTimeout: CONNECT_MS_MAX, maxRetriesPerRequest: null, keyPrefix: "" });
  const failed = (error: Error) => log.warn({ error: error.message }, "events: Redis failed");

  /** Asked for again where it is there already: the answer says that it is. */
  const subscribe = async (channel: string): Promise<void> => {
    await redis.ssubscribe(channel);
    for (const { ready } of [...(listeners.get(channel) ?? [])]) ready?.();
  };

  redis.on("error", failed);
  redis.on("ready", () => {
    for (const channel of listeners.keys()) subscribe(channel).catch(failed);
  });
  redis.on("close", () => {
    for (const own of listeners.values()) for (const listener of [...own]) listener.lost();
  });
  redis.on("smessage", (channel: string, text: string) => {
    for (const listener of [...(listeners.get(channel) ?? [])]) listener.message(text);
  });

  return {
    listen: (topic, listener) => {
      const channel = keyPrefix + topic;
      const own = listeners.get(channel) ?? new Set();
      listeners.set(channel, own.add(listener));
      if (own.size === 1 || listener.ready) subscribe(channel).catch(failed);
      return () => {
        if (!own.delete(listener) || own.size > 0) return;
        listeners.delete(channel);
        redis.sunsubscribe(channel).catch(failed);
      };
    },
    close: async () => redis.disconnect(),
  };
}
