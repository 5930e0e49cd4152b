import type { Clock } from "#kernel/clock.ts";
import { type SizeLimits, SizedLruMap } from "../sized-lru-map.ts";
import { ALL } from "./tags.ts";

/** A kept answer, as JSON. After `freshUntilMs` it is given while a new one is made; after `staleUntilMs` it is gone. */
export interface CacheEntry {
  readonly value: string;
  readonly tags: readonly string[];
  readonly freshUntilMs: number;
  readonly staleUntilMs: number;
}

/** Counts invalidations: what was begun at one moment is dropped by every invalidation of its tags after it. */
export type Moment = number;

export interface CacheRead {
  /** To be taken before an answer is made, and given when it is kept. Undefined: nothing can be kept now. */
  readonly asOf: Moment | undefined;
  /** In the order of the keys; undefined where there is none, or it was dropped. */
  readonly entries: readonly (CacheEntry | undefined)[];
}

/** Reading and writing never reject: without its store a cache is empty. */
export interface CacheStore {
  read(keys: readonly string[]): Promise<CacheRead>;
  /** What was made before an invalidation of one of its tags is not kept after it. */
  write(asOf: Moment, entries: ReadonlyMap<string, CacheEntry>): Promise<void>;
  /** Drops every answer with one of these tags. Rejects when that is not certain: say it again then. */
  invalidate(tags: readonly string[]): Promise<void>;
}

export interface LocalCacheLimits extends SizeLimits {
  /** Tags whose last invalidation is remembered. What is older than a forgotten one is dropped, so none is missed. */
  readonly tagsMax: number;
}

const LIMITS: LocalCacheLimits = { entriesMax: 100_000, bytesMax: 64 * 1024 * 1024, tagsMax: 100_000 };
const TAG_BYTES = 16;

/** In this process: each worker has its own, and each must be told what to drop. */
export function localCacheStore(clock: Clock, limits: LocalCacheLimits = LIMITS): CacheStore {
  const entries = new SizedLruMap<CacheEntry & { readonly asOf: Moment }>(limits);
  const droppedAt = new Map<string, Moment>();
  let now: Moment = 0;
  let forgotten: Moment = 0;

  const holds = ({ tags, staleUntilMs, asOf }: CacheEntry & { readonly asOf: Moment }): boolean =>
    staleUntilMs > clock.now().getTime() &&
    asOf >= forgotten &&
    tags.every((tag) => (droppedAt.get(tag) ?? -Infinity) <= asOf);

  const find = (key: string): CacheEntry | undefined => {
    const entry = entries.get(key);
    if (!entry || holds(entry)) return entry;
    entries.delete(key);
    return undefined;
  };

  return {
    read: async (keys) => ({ asOf: now, entries: keys.map(find) }),
    write: async (asOf, written) => {
      for (const [key, entry] of written) {
        if (!holds({ ...entry, asOf })) continue;
        const tagBytes = entry.tags.reduce((sum, tag) => sum + TAG_BYTES + tag.length, 0);
        entries.set(key, { ...entry, asOf }, Buffer.byteLength(entry.value) + tagBytes);
      }
    },
    invalidate: async (tags) => {
      now += 1;
      if (tags.includes(ALL)) forgotten = now;
      for (const tag of tags) {
        droppedAt.delete(tag);
        droppedAt.set(tag, now);
      }
      while (droppedAt.size > limits.tagsMax) {
        const [tag, moment] = droppedAt.entries().next().value!;
        droppedAt.delete(tag);
        forgotten = moment;
      }
    },
  };
}
