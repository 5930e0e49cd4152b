import type { ServerResponse } from "node:http";
import { ClientError, unauthenticated } from "#kernel/errors.ts";
import type { Caller } from "#kernel/identity.ts";
import type { Gateway } from "../gateway.ts";
import { inTurn } from "../in-turn.ts";

export interface StreamEnds {
  /** Aborts when a subscription has to end before its events do; its reason is the error that says why. */
  of(caller: Caller, outgoing: ServerResponse): AbortSignal;
  /** Ends all of them, one after the other, with a word that tells clients to subscribe again. */
  endAll(): void;
}

/** As many ms as a timer takes. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** A subscription over HTTP lives no longer than the identity it was asked for with, and no longer than the server. */
export function streamEnds({ limits, onRevoked }: Pick<Gateway, "limits" | "onRevoked">): StreamEnds {
  const running = new Set<AbortController>();
  return {
    of: ({ session, expiresAtMs }, outgoing) => {
      // Its client left while the stream was opened: nobody would say any more that it has ended.
      if (outgoing.destroyed) return AbortSignal.abort();
      const end = new AbortController();
      const signOut = () => end.abort(unauthenticated());
      const stopListening = session === undefined ? undefined : onRevoked(session, signOut);
      const leftMs = expiresAtMs === undefined ? TIMER_MS_MAX : expiresAtMs - Date.now();
      const timer = setTimeout(signOut, Math.min(TIMER_MS_MAX, Math.max(0, leftMs)));
      running.add(end);
      outgoing.once("close", () => {
        running.delete(end);
        clearTimeout(timer);
        stopListening?.();
      });
      return end.signal;
    },
    endAll: () => void inTurn(running, limits.streamsDrainMs, (end) => end.abort(goingAway())),
  };
}

function goingAway(): ClientError {
  return new ClientError(
    "SERVICE_UNAVAILABLE",
    "The server is going away. Subscribe again from the last event you have.",
    {
      retryable: true,
    },
  );
}
