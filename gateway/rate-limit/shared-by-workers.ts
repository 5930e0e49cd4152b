import type { Clock } from "#kernel/clock.ts";
import { LruMap } from "../lru-map.ts";
import type { WorkerGroup, WorkerGroupLead } from "../worker-group.ts";
import type { ShareCount, SharedCount, SharedLimit } from "./sharing.ts";
import { type WindowOf, windowsByKey } from "./windows.ts";

type Entry = readonly [limit: string, windowSeconds: number, key: string, points: number];

type CountedLimit = Pick<SharedLimit, "id" | "windowSeconds">;

const TOPIC = "rate-limits";
/** More than settings name; those of before go when they are not counted by any more. */
const LIMITS_MAX = 1_000;

/** Counts together with the other workers of this machine; what one tick has to tell goes in one message. */
export function sharedByWorkers(group: WorkerGroup): (limit: CountedLimit) => ShareCount {
  let entries: Entry[] = [];
  let told: Promise<readonly SharedCount[]> | undefined;

  const tell = async (): Promise<readonly SharedCount[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    const question = entries;
    entries = [];
    told = undefined;
    return group.ask(TOPIC, question);
  };

  return ({ id, windowSeconds }) =>
    async (key, points) => {
      const place = entries.push([id, windowSeconds, key, points]) - 1;
      const counts = await (told ??= tell());
      return counts[place]!;
    };
}

/**
 * The primary's part: the counts of all its workers, which outlive each of them. Which limits there are the workers
 * say: while settings change, some still count by those before, and what holds on goes on counting.
 */
export function countForWorkers(lead: WorkerGroupLead, keysMax: number, clock: Clock): void {
  const windows = new LruMap<string, WindowOf>(LIMITS_MAX);
  const windowOf = (limit: string, windowSeconds: number): WindowOf => {
    const name = `${windowSeconds} ${limit}`;
    const known = windows.get(name) ?? windowsByKey(windowSeconds * 1_000, keysMax);
    windows.set(name, known);
    return known;
  };
  lead.onAsked(TOPIC, (entries: readonly Entry[]): SharedCount[] => {
    const nowMs = clock.now().getTime();
    return entries.map(([limit, windowSeconds, key, points]) => {
      const window = windowOf(limit, windowSeconds)(key, nowMs);
      window.heard = Math.max(0, window.heard + points);
      return { points: window.heard, endsInMs: window.endsAtMs - nowMs };
    });
  });
}
