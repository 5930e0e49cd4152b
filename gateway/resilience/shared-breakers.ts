import type { WorkerGroup } from "../worker-group.ts";
import type { Breaker, BreakerState } from "./breaker.ts";

interface Told {
  readonly subgraph: string;
  readonly state: BreakerState;
}

const TOPIC = "breakers";

/** What one worker finds out about a subgraph holds for all of this machine. Returns what to call at a change. */
export function shareBreakers(
  group: WorkerGroup,
  breakerOf: (subgraph: string) => Breaker | undefined,
): (subgraph: string, state: BreakerState) => void {
  group.onTold(TOPIC, ({ subgraph, state }: Told) => breakerOf(subgraph)?.follow(state));
  return (subgraph, state) => group.tell(TOPIC, { subgraph, state } satisfies Told);
}
