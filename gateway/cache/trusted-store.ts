import type { CacheStore } from "./store.ts";

/** A store that gives and keeps nothing while what it holds may be untrue. */
export function storeWhile(store: CacheStore, isTrusted: () => boolean): CacheStore {
  return {
    ...store,
    read: async (keys) => (isTrusted() ? store.read(keys) : { asOf: undefined, entries: keys.map(() => undefined) }),
  };
}
