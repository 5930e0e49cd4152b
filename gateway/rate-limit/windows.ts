import { LruMap } from "../lru-map.ts";

/** What one key has used since its window began. */
export interface Window {
  /** Ms since the epoch; the next request of the key begins a new window. */
  endsAtMs: number;
  /** Points that all gateways have taken together, as far as was heard. */
  heard: number;
  /** Points taken here that the others have not been told of. */
  own: number;
  /** While the others are told. */
  telling: Promise<void> | undefined;
}

/** The window that runs for a key; the first request after its end begins the next. */
export type WindowOf = (key: string, nowMs: number) => Window;

/** A flood of keys costs the memory of `keysMax` windows and no more. */
export function windowsByKey(windowMs: number, keysMax: number): WindowOf {
  const windows = new LruMap<string, Window>(keysMax);
  return (key, nowMs) => {
    const running = windows.get(key);
    if (running && running.endsAtMs > nowMs) return running;
    const begun: Window = { endsAtMs: nowMs + windowMs, heard: 0, own: 0, telling: undefined };
    windows.set(key, begun);
    return begun;
  };
}
