import { sleep } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import type { EventSource } from "../subscriptions/event-source.ts";
import type { Metrics } from "../watch/metrics.ts";
import type { CacheStore } from "./store.ts";
import { ALL } from "./tags.ts";
import { storeWhile } from "./trusted-store.ts";

export interface DropByTopicOptions {
  readonly store: CacheStore;
  readonly source: EventSource;
  readonly topic: string;
  readonly metrics: Metrics | undefined;
  readonly log: Log;
}

/** A message that names more drops everything. */
const TAGS_PER_MESSAGE_MAX = 1_000;
const RETRY_MS = 1_000;

/**
 * A store that drops what messages on a topic name: tags (tags.ts) as a list of JSON. What a message meant that is not
 * understood is not known, so it drops everything. While messages may be missed nothing is kept and nothing given, and
 * all is dropped before it goes on.
 */
export function dropByTopic(options: DropByTopicOptions): { readonly store: CacheStore; close(): void } {
  const { store, source, topic, metrics, log } = options;
  const closing = new AbortController();
  /** Counts breaks: what was begun before the last one does not speak for what came after it. */
  let breaks = 0;
  let isHeard = false;

  /** Rejects never: it is said until it is certain. */
  const drop = async (tags: readonly string[]): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        return await store.invalidate(tags);
      } catch (error) {
        log.warn({ error: (error as Error).message }, "kept answers could not be dropped, trying again");
        await sleep(RETRY_MS, closing.signal);
      }
    }
  };

  const stopListening = source.listen(topic, {
    message: (text) => {
      const tags = tagsIn(text);
      if (!tags)
        log.warn(
          { topic, tagsMax: TAGS_PER_MESSAGE_MAX },
          "a message that is no list of tags, or of too many, dropped everything",
        );
      metrics?.cacheDrop(topic);
      void drop(tags ?? [ALL]);
    },
    lost: () => {
      breaks += 1;
      isHeard = false;
    },
    ready: async () => {
      const since = breaks;
      // Also at the first time: a store that others share may hold what was changed while nobody listened.
      await drop([ALL]);
      isHeard = since === breaks;
    },
  });

  return {
    store: storeWhile(store, () => isHeard),
    close: () => {
      closing.abort();
      stopListening();
    },
  };
}

function tagsIn(text: string): readonly string[] | undefined {
  try {
    const tags: unknown = JSON.parse(text);
    if (!Array.isArray(tags) || tags.length > TAGS_PER_MESSAGE_MAX) return undefined;
    return tags.every((tag) => typeof tag === "string") ? tags : undefined;
  } catch {
    return undefined;
  }
}
