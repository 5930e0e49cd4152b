import { AgoraError } from "./agora-error.ts";
import type { OnFault } from "./ask.ts";
import { WatchOrderDocument, type WatchOrderSubscription } from "./generated/graphql.ts";
import type { Live } from "./live.ts";
import { backoffMs, TRIES_MAX, wait } from "./retry.ts";

const RECONNECT_MS_MAX = 5_000;
/** So many failures in a row, about four minutes, and a watch gives up; one that never began gives up like any request. */
const RECONNECTS_MAX = 60;

export type OrderChange = WatchOrderSubscription["orderStatusChanged"];

export interface WatchOptions {
  /** The `sequence` of the last change seen: what came after it follows. Left out: the present state comes first. */
  readonly afterSequence?: number;
  /** Ends the watch. Leaving the loop ends it, too. */
  readonly signal?: AbortSignal;
}

/** Every change of an order's status once and in order, across cut connections and expired tokens. */
export async function* watchOrder(
  live: Live,
  onFault: OnFault,
  orderId: string,
  { afterSequence, signal }: WatchOptions = {},
): AsyncGenerator<OrderChange, void, undefined> {
  let seen = afterSequence;
  // Read when it is sent, so that even a subscription that is sent again on its own goes on from the last change.
  const variables = {
    orderId,
    get afterSequence() {
      return seen;
    },
  };
  let failuresMax = TRIES_MAX;
  for (let failures = 0; ;) {
    const startedAtMs = Date.now();
    try {
      for await (const { data, faults } of live.stream(WatchOrderDocument, variables, signal)) {
        const change = data?.orderStatusChanged;
        if (!change) throw faults[0] ?? new AgoraError("UNEXPECTED_ANSWER", "A change came without data.");
        faults.forEach(onFault);
        if (seen !== undefined && change.sequence <= seen) continue;
        seen = change.sequence;
        failuresMax = RECONNECTS_MAX;
        yield change;
      }
      return;
    } catch (error) {
      const held = Date.now() - startedAtMs > RECONNECT_MS_MAX;
      failures = held ? 1 : failures + 1;
      if (!(error instanceof AgoraError) || !error.isTransient || failures > failuresMax) throw error;
    }
    await wait(backoffMs(failures, RECONNECT_MS_MAX), signal);
    if (signal?.aborted) return;
  }
}
