import type { Redis } from "ioredis";
import type { Clock } from "#kernel/clock.ts";
import type { OptionalRedis } from "../redis.ts";
import { ALL } from "./tags.ts";
import type { CacheEntry, CacheRead, CacheStore, Moment } from "./store.ts";

export interface RedisCacheOptions {
  readonly redis: OptionalRedis;
  readonly keyPrefix: string;
  /** No entry lives longer. */
  readonly entryMsMax: number;
  readonly clock: Clock;
}

/** A script of many keys holds all others up; a rest of them goes in the next. */
const TAGS_PER_SCRIPT_MAX = 1_000;

type Stored = CacheEntry & { readonly asOf: Moment };

function textOf(entry: CacheEntry, asOf: Moment): string {
  return JSON.stringify({ ...entry, tags: [...entry.tags, ALL], asOf } satisfies Stored);
}

/** Moments never go back, also when Redis has lost the last: they are the time in ms, or one more than the last. */
const MOMENT = `
local time = redis.call("TIME")
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
local last = tonumber(redis.call("GET", KEYS[1]))
`;
const FIRST_MOMENT = `${MOMENT}
local moment = string.format("%.0f", last or ms)
redis.call("SET", KEYS[1], moment)
return moment
`;
const INVALIDATE = `${MOMENT}
local moment = string.format("%.0f", math.max((last or 0) + 1, ms))
redis.call("SET", KEYS[1], moment)
for i = 2, #KEYS do redis.call("SET", KEYS[i], moment, "PX", ARGV[1]) end
`;
/** A tag that Redis does not know may have been dropped and forgotten: as far as we know it was dropped just now. */
const KNOW_TAGS = `${MOMENT}
local moment = string.format("%.0f", last or ms)
for i = 2, #KEYS do
  if not redis.call("SET", KEYS[i], moment, "NX", "PX", ARGV[1]) then redis.call("PEXPIRE", KEYS[i], ARGV[1]) end
end
`;

/**
 * In Redis, for all gateways of a deployment: one invalidation drops for all of them. Beside each entry stands for each
 * tag when it was last dropped; where that is missing, Redis having run out of memory, the entry is not believed.
 */
export function redisCacheStore({ redis, keyPrefix, entryMsMax, clock }: RedisCacheOptions): CacheStore {
  // The braces keep on one node of a cluster what one script or one MGET touches.
  const momentKey = `${keyPrefix}{tags}:moment`;
  const tagKey = (tag: string) => `${keyPrefix}{tags}:tag:${tag}`;
  const tagMs = String(2 * entryMsMax);
  const run = (client: Redis, script: string, tags: readonly string[]) => {
    const keys = [momentKey, ...tags.map(tagKey)];
    return client.eval(script, keys.length, ...keys, tagMs);
  };
  const runAll = async (client: Redis, script: string, tags: readonly string[]) => {
    for (let at = 0; at < tags.length; at += TAGS_PER_SCRIPT_MAX)
      await run(client, script, tags.slice(at, at + TAGS_PER_SCRIPT_MAX));
  };

  return {
    read: async (keys) => {
      const read = await redis.attempt(async (client): Promise<CacheRead> => {
        const asked = [momentKey, ...keys.map((key) => keyPrefix + key)];
        const [moment, ...texts] = await Promise.all(asked.map((key) => client.get(key)));
        const asOf = Number(moment ?? (await run(client, FIRST_MOMENT, [])));
        const found = texts.map((text) => (text === null ? undefined : (JSON.parse(text!) as Stored)));
        const tags = [...new Set(found.flatMap((entry) => entry?.tags ?? []))];
        const dropped = tags.length === 0 ? [] : await client.mget(tags.map(tagKey));
        const droppedAt = new Map(tags.map((tag, index) => [tag, Number(dropped[index] ?? Infinity)]));
        const holds = (entry: Stored) =>
          entry.asOf <= asOf &&
          entry.staleUntilMs > clock.now().getTime() &&
          entry.tags.every((tag) => droppedAt.get(tag)! <= entry.asOf);
        return { asOf, entries: found.map((entry) => (entry && holds(entry) ? entry : undefined)) };
      });
      return read ?? { asOf: undefined, entries: keys.map(() => undefined) };
    },

    write: async (asOf, written) => {
      await redis.attempt(async (client) => {
        const tags = new Set([...written.values()].flatMap((entry) => entry.tags));
        await runAll(client, KNOW_TAGS, [ALL, ...tags]);
        const nowMs = clock.now().getTime();
        const writes = [...written].flatMap(([key, entry]) => {
          const ms = Math.ceil(Math.min(entry.staleUntilMs - nowMs, entryMsMax));
          return ms > 0 ? [client.set(keyPrefix + key, textOf(entry, asOf), "PX", ms)] : [];
        });
        await Promise.all(writes);
      });
    },

    invalidate: (tags) => runAll(redis.client, INVALIDATE, tags),
  };
}
