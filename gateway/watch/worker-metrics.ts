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

/** A worker's part: it tells what it counted when it is asked, and for the last time when it goes. */
export function tellMetrics(group: WorkerGroup, metrics: Metrics): WorkerMetrics & { retire(): Promise<void> } {
  let isRetired = false;
  group.onAsked(SNAPSHOT, () => (isRetired ? [] : metrics.snapshot()));
  return {
    text: () => group.ask<string>(TEXT),
    /** To be called when the last request is answered: totals must not fall when a worker is replaced. */
    retire: async () => {
      isRetired = true;
      await group.ask(RETIRED, await metrics.snapshot());
    },
  };
}

/** The primary's part. */
export function gatherMetrics(lead: WorkerGroupLead): WorkerMetrics {
  let retired: MetricsSnapshot = [];

  const text = async () => {
    const snapshots = await lead.askAll<MetricsSnapshot>(SNAPSHOT, ANSWER_MS_MAX);
    return AggregatorRegistry.aggregate([retired, ...snapshots]).metrics();
  };

  lead.onAsked(TEXT, text);
  lead.onAsked(RETIRED, async (snapshot: MetricsSnapshot) => {
    const lasting = snapshot.filter(({ type }) => LASTING.includes(type as unknown as string));
    const sum = AggregatorRegistry.aggregate([retired, lasting]);
    retired = (await sum.getMetricsAsJSON()) as MetricsSnapshot;
  });
  return { text };
}
