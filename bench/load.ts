import { performance } from "node:perf_hooks";

export interface LoadResult {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly requests: number;
}

/** Runs `request` in `connections` loops for `ms`; a request begins when the one before it has its answer. */
export async function load(
  connections: number,
  ms: number,
  request: (connection: number) => Promise<void>,
): Promise<LoadResult> {
  const times: number[] = [];
  const started = performance.now();
  const end = started + ms;
  const loop = async (connection: number) => {
    while (performance.now() < end) {
      const before = performance.now();
      await request(connection);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, connection) => loop(connection)));
  const seconds = (performance.now() - started) / 1_000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return {
    requestsPerSecond: times.length / seconds,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    requests: times.length,
  };
}
