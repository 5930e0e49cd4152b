import cluster from "node:cluster";
import { AggregatorRegistry } from "prom-client";
import type { WorkerGroup, WorkerGroupLead } from "../worker-group.ts";
import type { Metrics, MetricsSnapshot } from "./metrics.ts";

const SNAPSHOT = "metrics-snapshot";
const RETIRED = "metrics-retired";
const TEXT = "metrics-text";
const ANSWER_MS_MAX = 2_000;
/** What a process counted outlives it; what it measured of itself does not. */
const LASTING: readonly string[] = ["counter", "histogram"];

/** The metrics of all workers of this machine as one. */
export interface WorkerMetrics {
  text(): Promise<string>;
}

/** What a worker has counted. */
interface Counted {
  readonly worker: number;
  readonly snapshot: MetricsSnapshot;
}

/** A worker's part: it tells what it counted when it is asked, and for the last time when it goes. */
export function tellMetrics(group: WorkerGroup, metrics: Metrics): WorkerMetrics & { retire(): Promise<void> } {
  let isRetired = false;
  const counted = async (): Promise<Counted> => ({
    worker: cluster.worker!.id,
    snapshot: await metrics.snapshot(),
  });
  group.onAsked(SNAPSHOT, () => (isRetired ? undefined : counted()));
  return {
    text: () => group.ask<string>(TEXT),
    /** To be called when the last request is answered: totals must not fall when a worker is replaced. */
    retire: async () => {
      isRetired = true;
      await group.ask(RETIRED, await counted());
    },
  };
}

/** The primary's part. */
export function gatherMetrics(lead: WorkerGroupLead): WorkerMetrics {
  let retired: MetricsSnapshot = [];
  /** As last told, by worker: one that does not answer, or was killed, has counted so much at least. */
  const last = new Map<number, MetricsSnapshot>();
  /** What they told before they went is not to be counted beside their last words. */
  const gone = new Set<number>();
  let adding = Promise.resolve();

  const add = async ({ worker, snapshot }: Counted) => {
    if (gone.has(worker)) return;
    retired = await sumOf([retired, lastingOf(snapshot)]);
    gone.add(worker);
    last.delete(worker);
  };
  /** One after the other: each adds to what the one before has left. */
  const retire = (counted: () => Counted) => (adding = adding.catch(() => {}).then(() => add(counted())));
  const text = async () => {
    const told = await lead.askAll<Counted | undefined>(SNAPSHOT, ANSWER_MS_MAX);
    const now = new Map(told.flatMap((one) => (one && !gone.has(one.worker) ? [[one.worker, one.snapshot]] : [])));
    const silent = [...last].flatMap(([worker, snapshot]) => (now.has(worker) ? [] : [snapshot]));
    now.forEach((snapshot, worker) => last.set(worker, lastingOf(snapshot)));
    return AggregatorRegistry.aggregate([retired, ...silent, ...now.values()]).metrics();
  };

  lead.onAsked(TEXT, text);
  lead.onAsked(RETIRED, (counted: Counted) => retire(() => counted));
  cluster.on("exit", ({ id: worker }) => {
    void retire(() => ({ worker, snapshot: last.get(worker) ?? [] })).catch(() => {});
  });
  return { text };
}

function lastingOf(snapshot: MetricsSnapshot): MetricsSnapshot {
  return snapshot.filter(({ type }) => LASTING.includes(type as unknown as string));
}

async function sumOf(snapshots: MetricsSnapshot[]): Promise<MetricsSnapshot> {
  return (await AggregatorRegistry.aggregate(snapshots).getMetricsAsJSON()) as MetricsSnapshot;
}
