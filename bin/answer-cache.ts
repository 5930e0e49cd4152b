import { localCacheStore } from "#gateway/cache/store.ts";
import { storeWhile } from "#gateway/cache/trusted-store.ts";
import type { AnswerCache } from "#gateway/graph.ts";
import type { Metrics } from "#gateway/watch/metrics.ts";
import { systemClock } from "#kernel/clock.ts";
import type { PostgresConnection } from "#kernel/database.ts";
import { followBus } from "#kernel/follow-bus.ts";
import type { Log } from "#kernel/log.ts";
import type { Signals } from "#kernel/signals.ts";
import { tagsOfEvent } from "./tags-of-event.ts";

/** Larger answers are not kept. */
const VALUE_BYTES_MAX = 256 * 1024;

export interface AnswerCacheOptions {
  /** Of the bus, by which subgraphs say what changed. */
  readonly connection: PostgresConnection;
  readonly signals: Signals;
  readonly metrics: Metrics;
  readonly log: Log;
}

/**
 * What the platform's gateway keeps of what everybody may read: in this process, until an event says that it changed, and
 * never beyond the time that the schema gives it. While events cannot be heard, nothing is kept and nothing given.
 */
export function openAnswerCache(options: AnswerCacheOptions): { cache: AnswerCache; close(): Promise<void> } {
  const { metrics } = options;
  const store = localCacheStore(systemClock);
  const handlers = Object.fromEntries(
    Object.entries(tagsOfEvent).map(([topic, types]) => {
      const drop = (tagsOf: (data: any) => string[]) => async (event: { data: any }) => {
        const tags = tagsOf(event.data);
        if (tags.length === 0) return;
        await store.invalidate(tags);
        metrics.cacheDrop(topic);
      };
      return [topic, Object.fromEntries(Object.entries(types).map(([type, tagsOf]) => [type, drop(tagsOf)]))];
    }),
  );
  const follower = followBus({ ...options, handlers });
  const trusted = storeWhile(store, follower.isUpToDate);
  return { cache: { store: trusted, staleSeconds: 0, valueBytesMax: VALUE_BYTES_MAX, metrics }, close: follower.stop };
}
