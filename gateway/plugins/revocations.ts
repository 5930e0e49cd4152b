import { sleep } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";

const RECONNECT_MS = 1_000;

/** Ids of sessions that ended before their access tokens do, first those known so far; each list adds to the others. */
export type RevocationStream = (signal: AbortSignal) => AsyncIterable<readonly string[]>;

/** The denylist: a bounded set of ended sessions, kept up to date by a stream that is opened again when it breaks. */
export interface Revocations {
  isRevoked(session: string | undefined): boolean;
  /** Called for each session that ends from now on; returns the function that ends the listening. */
  onRevoked(session: string, listener: () => void): () => void;
  close(): void;
}

export function followRevocations(open: RevocationStream | undefined, sessionsMax: number, log: Log): Revocations {
  const revoked = new Set<string>();
  const listeners = new Map<string, Set<() => void>>();
  const closing = new AbortController();

  const add = (session: string) => {
    if (revoked.has(session)) return;
    if (revoked.size >= sessionsMax) revoked.delete(revoked.keys().next().value!);
    revoked.add(session);
    listeners.get(session)?.forEach((listener) => listener());
  };

  const follow = async (stream: RevocationStream) => {
    while (!closing.signal.aborted) {
      try {
        for await (const sessions of stream(closing.signal)) sessions.forEach(add);
      } catch (error) {
        if (!closing.signal.aborted)
          log.warn({ error: (error as Error).message }, "revocations: the stream broke, opening it again");
      }
      await sleep(RECONNECT_MS, closing.signal);
    }
  };
  if (open) void follow(open);

  return {
    isRevoked: (session) => session !== undefined && revoked.has(session),
    onRevoked: (session, listener) => {
      const ofSession = listeners.get(session) ?? new Set();
      listeners.set(session, ofSession.add(listener));
      return () => {
        ofSession.delete(listener);
        if (ofSession.size === 0) listeners.delete(session);
      };
    },
    close: () => closing.abort(),
  };
}
