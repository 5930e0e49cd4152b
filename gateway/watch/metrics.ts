import {
  collectDefaultMetrics,
  Gauge,
  type Metric,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from "prom-client";
import { emptyHistogram, type Histogram, histogramValues, observe } from "./histogram.ts";
import { type LiveCounts, liveCounts } from "./live-counts.ts";
import { boundedLabel, type SeriesTable, seriesTable } from "./series.ts";

/** One operation of a client, when it is over. */
export interface MeasuredOperation {
  readonly operationName: string | undefined;
  readonly operationType: string | undefined;
  readonly clientName: string | undefined;
  readonly clientVersion: string | undefined;
  /** `ok`, `partial`, or the code of the error that refused it. */
  readonly outcome: string;
  readonly seconds: number;
  readonly fetches: number;
  readonly cost: number;
}

export interface MeasuredCall {
  readonly subgraph: string;
  /** `ok`, `timeout`, `unreachable`, `shed` … */
  readonly outcome: string;
  readonly seconds: number;
}

/** What one process of the gateway counts. */
export interface Metrics {
  operation(measured: MeasuredOperation): void;
  subgraphCall(measured: MeasuredCall): void;
  /** `cache`: plans, documents, responses, entities, deduplication … */
  cacheLookup(cache: string, isHit: boolean): void;
  /** What a subgraph was asked for and may be kept: entities, and answers of its root fields. */
  keptReads(subgraph: string, result: "hit" | "stale" | "miss", count: number): void;
  /** Kept answers were told to be untrue. `by`: whoever says so. */
  cacheDrop(by: string): void;
  /** `by`: the limit or the guard that refused. */
  refusal(by: string): void;
  readonly live: LiveCounts;
  /** Asked when somebody looks: a number, or one for each value of the label. */
  gauge(name: string, help: string, read: () => number): void;
  gauge(
    name: string,
    help: string,
    read: () => Iterable<readonly [value: string, number: number]>,
    label: string,
  ): void;
  /** In Prometheus' text format; `contentType` goes with it. */
  text(): Promise<string>;
  readonly contentType: string;
  /** For whoever adds up several processes. */
  snapshot(): Promise<MetricsSnapshot>;
}

export type MetricsSnapshot = MetricObjectWithValues<MetricValue<string>>[];

export interface MetricsOptions {
  /** Operations that always count under their own names, as those of a manifest; of others the first to come. */
  readonly operationNames?: readonly string[];
  readonly operationNamesMax?: number;
  readonly clientNamesMax?: number;
  readonly clientVersionsMax?: number;
  /** Of each metric, before labels are given up. */
  readonly seriesMax?: number;
}

/** Subgraphs, caches, codes: few and our own, but whoever passes on a client's word must not break the bound. */
const OWN_VALUES_MAX = 100;
const SERIES_MAX = 2_000;
/** Or there would be no room for names that the operator wants told apart: one that succeeds, and one that fails. */
const SERIES_PER_NAME = 2;
/** Clients make up the most: who they are is given up first, then the operation's name. Whether it went well never is. */
const CLIENT_FIRST = [["client_name", "client_version"], ["operation_name"]];

interface Operations {
  readonly seconds: Histogram;
  fetches: number;
  cost: number;
}

/**
 * Counting is ours, since it happens several times a request: prom-client hashes the labels of each sample anew (2 µs
 * with five labels). How it is told, the process's own metrics and adding up workers are prom-client's.
 */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const { operationNames = [], operationNamesMax = 500, clientNamesMax = 100, clientVersionsMax = 100 } = options;
  const { seriesMax = Math.max(SERIES_MAX, SERIES_PER_NAME * operationNamesMax) } = options;
  const registry = new Registry();
  const own = () => boundedLabel(OWN_VALUES_MAX);
  const counter = () => ({ count: 0 });

  const operation_name = boundedLabel(operationNamesMax, operationNames);
  const operation_type = own();
  const outcome = own();
  const client = { client_name: boundedLabel(clientNamesMax), client_version: boundedLabel(clientVersionsMax) };
  const operations = seriesTable<Operations>(
    { operation_name, operation_type, outcome },
    seriesMax,
    () => ({ seconds: emptyHistogram(), fetches: 0, cost: 0 }),
    [["operation_name"]],
  );
  const labels = { operation_name, operation_type, ...client, outcome };
  const requests = seriesTable(labels, seriesMax, counter, CLIENT_FIRST);
  const calls = seriesTable({ subgraph: own(), outcome: own() }, seriesMax, emptyHistogram);
  const lookups = seriesTable({ cache: own(), result: own() }, seriesMax, counter);
  const reads = seriesTable({ subgraph: own(), result: own() }, seriesMax, counter);
  const drops = seriesTable({ by: own() }, seriesMax, counter);
  const refusals = seriesTable({ by: own() }, seriesMax, counter);

  const told = tellingIn(registry);
  told.counter("gateway_operations_total", "Operations by name and client.", requests, ({ count }) => count);
  told.histogram("gateway_operation_duration_seconds", "Time to answer.", operations, ({ seconds }) => seconds);
  told.counter(
    "gateway_operation_fetches_total",
    "Subgraph fetches of operations.",
    operations,
    ({ fetches }) => fetches,
  );
  told.counter("gateway_operation_cost_total", "Cost of operations.", operations, ({ cost }) => cost);
  told.histogram("gateway_subgraph_call_duration_seconds", "Time of subgraph calls.", calls, (seconds) => seconds);
  told.counter("gateway_cache_lookups_total", "Lookups by cache and result.", lookups, ({ count }) => count);
  told.counter("gateway_kept_reads_total", "Kept entities and answers by subgraph.", reads, ({ count }) => count);
  told.counter("gateway_cache_drops_total", "Events that dropped kept answers.", drops, ({ count }) => count);
  told.counter("gateway_refusals_total", "Requests refused by a limit.", refusals, ({ count }) => count);
  const live = liveCounts(told);
  collectDefaultMetrics({ register: registry });

  return {
    operation: ({ operationName, operationType, clientName, clientVersion, outcome, seconds, fetches, cost }) => {
      const series = operations.of(operationName, operationType, outcome);
      observe(series.seconds, seconds);
      series.fetches += fetches;
      series.cost += cost;
      requests.of(operationName, operationType, clientName, clientVersion, outcome).count += 1;
    },
    subgraphCall: ({ subgraph, outcome, seconds }) => observe(calls.of(subgraph, outcome), seconds),
    cacheLookup: (cache, isHit) => void (lookups.of(cache, isHit ? "hit" : "miss").count += 1),
    keptReads: (subgraph, result, count) => void (count > 0 && (reads.of(subgraph, result).count += count)),
    cacheDrop: (by) => void (drops.of(by).count += 1),
    refusal: (by) => void (refusals.of(by).count += 1),
    live,
    gauge: (name: string, help: string, read: () => number | Iterable<readonly [string, number]>, label?: string) => {
      const collect = function (this: Gauge) {
        const now = read();
        if (typeof now === "number") return this.set(now);
        this.reset();
        for (const [value, number] of now) this.set({ [label!]: value }, number);
      };
      registry.registerMetric(new Gauge({ name, help, labelNames: label ? [label] : [], registers: [], collect }));
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
    snapshot: () => registry.getMetricsAsJSON() as Promise<MetricsSnapshot>,
  };
}

/** Shows tables of counts to prom-client, which asks a metric for its values only when somebody looks. */
function tellingIn(registry: Registry) {
  const tell = (name: string, help: string, type: "counter" | "gauge" | "histogram", values: () => unknown[]) => {
    const get = async () => ({ name, help, type, aggregator: "sum", values: values() });
    registry.registerMetric({ name, help, type, aggregator: "sum", get } as unknown as Metric);
  };
  const numbers =
    (type: "counter" | "gauge") =>
    <Series>(name: string, help: string, table: SeriesTable<Series>, read: (series: Series) => number) =>
      tell(name, help, type, () => [...table.all()].map(({ labels, series }) => ({ labels, value: read(series) })));
  return {
    ...{ counter: numbers("counter"), gauge: numbers("gauge") },
    histogram: <Series>(name: string, help: string, table: SeriesTable<Series>, read: (series: Series) => Histogram) =>
      tell(name, help, "histogram", () =>
        [...table.all()].flatMap(({ labels, series }) => histogramValues(name, labels, read(series))),
      ),
  };
}
