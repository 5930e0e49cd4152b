import { sleep } from "#kernel/clock.ts";
import type { Id } from "#kernel/id.ts";
import { type Ports, SESSIONS_REVOKED_SIGNAL } from "../ports.ts";

/** The safety net below the signal. */
const POLL_MS = 5_000;
/** Longer than any statement runs: what was revoked this long before the last look may have been committed since. */
const OVERLAP_MS = 60_000;

/**
 * First all sessions revoked within the life of an access token, then each further one, once. Its return() answers at
 * once, whatever a next() still waits for, so that a gateway that goes holds nothing here.
 */
export function revokedSessions(ports: RevokedSessionsPorts): AsyncIterableIterator<readonly Id[]> {
  const stopped = new AbortController();
  const batches = watch(ports, stopped.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => batches.next(),
    return: async () => {
      stopped.abort();
      return { done: true, value: undefined };
    },
  };
}

type RevokedSessionsPorts = Pick<Ports, "sessions" | "accessTokens" | "clock" | "signals">;

async function* watch({ sessions, accessTokens, clock, signals }: RevokedSessionsPorts, stop: AbortSignal) {
  let woken = new AbortController();
  const silence = signals.listen(SESSIONS_REVOKED_SIGNAL, () => woken.abort());
  const told = new Map<Id, Date>();
  let since = new Date(clock.now().getTime() - accessTokens.lifetimeMs);
  try {
    for (let isFirst = true; !stop.aborted; isFirst = false) {
      woken = new AbortController();
      const next = new Date(clock.now().getTime() - OVERLAP_MS);
      const revoked = await sessions.listRevoked(since);
      const unheard = revoked.filter(({ id }) => !told.has(id));
      for (const { id, revokedAt } of unheard) told.set(id, revokedAt);
      for (const [id, revokedAt] of told) if (revokedAt < next) told.delete(id);
      since = next;
      if (stop.aborted) return;
      if (isFirst || unheard.length > 0) yield unheard.map(({ id }) => id);
      await sleep(POLL_MS, AbortSignal.any([stop, woken.signal]));
    }
  } finally {
    silence();
  }
}
