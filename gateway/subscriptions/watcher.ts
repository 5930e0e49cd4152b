import { GraphQLError } from "graphql";
import type { GatewayLimits } from "../limits.ts";
import type { ClientScope } from "../scope.ts";
import { countOpened, type StreamCounts } from "../watch/live-counts.ts";
import { BoundedQueue } from "./bounded-queue.ts";

/** One subscription of one client. */
export interface Watcher {
  readonly scope: ClientScope;
  /** The JSON of its events. */
  readonly events: BoundedQueue<string>;
  /** Takes it out of where events come from. */
  leave: () => void;
}

export type WatcherLimits = Pick<GatewayLimits, "eventsWaitingMax" | "eventBytesWaitingMax">;

export function openWatcher(scope: ClientScope, limits: WatcherLimits, counts?: StreamCounts): Watcher {
  let isOpen = true;
  const events = new BoundedQueue<string>({
    entriesMax: limits.eventsWaitingMax,
    bytesMax: limits.eventBytesWaitingMax,
    faultOf: (error) => {
      const { message, ...others } = scope.mask(error);
      return new GraphQLError(message, others);
    },
    onEnd: () => {
      watcher.leave();
      if (counts && isOpen) counts.open -= 1;
      isOpen = false;
    },
    counts,
  });
  countOpened(counts);
  const watcher: Watcher = { scope, events, leave: () => {} };
  return watcher;
}
