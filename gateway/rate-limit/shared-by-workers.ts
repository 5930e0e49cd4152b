import type { Clock } from "#kernel/clock.ts";
import type { WorkerGroup, WorkerGroupLead } from "../worker-group.ts";
import type { ShareCount, SharedCount, SharedLimit } from "./sharing.ts";
import { windowsByKey } from "./windows.ts";

type Entry = readonly [limit: string, key: string, points: number];

const TOPIC = "rate-limits";

/** Counts together with the other workers of this machine; what one tick has to tell goes in one message. */
export function sharedByWorkers(group: WorkerGroup): (limit: Pick<SharedLimit, "name">) => ShareCount {
  let entries: Entry[] = [];
  let told: Promise<readonly SharedCount[]> | undefined;

  const tell = async (): Promise<readonly SharedCount[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    const question = entries;
    entries = [];
    told = undefined;
    return group.ask(TOPIC, question);
  };

  return ({ name }) =>
    async (key, points) => {
      const place = entries.push([name, key, points]) - 1;
      const counts = await (told ??= tell());
      return counts[place]!;
    };
}

/** The primary's part: the counts of all its workers, which outlive each of them. */
export function countForWorkers(
  lead: WorkerGroupLead,
  limits: readonly Pick<SharedLimit, "name" | "windowSeconds">[],
  keysMax: number,
  clock: Clock,
): void {
  const windows = new Map(
    limits.map(({ name, windowSeconds }) => [name, windowsByKey(windowSeconds * 1_000, keysMax)]),
  );
  lead.onAsked(TOPIC, (entries: readonly Entry[]): SharedCount[] => {
    const nowMs = clock.now().getTime();
    return entries.map(([limit, key, points]) => {
      const window = windows.get(limit)!(key, nowMs);
      window.heard = Math.max(0, window.heard + points);
      return { points: window.heard, endsInMs: window.endsAtMs - nowMs };
    });
  });
}
