/** How often a duration fell between two bounds. */
export interface Histogram {
  /** One more than there are bounds: the last is for what is beyond all of them. */
  readonly counts: number[];
  sumSeconds: number;
}

/** From an answer out of a cache to the longest that a client waits. */
const BOUNDS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export function emptyHistogram(): Histogram {
  return { counts: Array.from({ length: BOUNDS_SECONDS.length + 1 }, () => 0), sumSeconds: 0 };
}

export function observe(histogram: Histogram, seconds: number): void {
  let n = 0;
  while (n < BOUNDS_SECONDS.length && seconds > BOUNDS_SECONDS[n]!) n += 1;
  histogram.counts[n]! += 1;
  histogram.sumSeconds += seconds;
}

/** As Prometheus wants it: each bucket holds those below it too. */
export function histogramValues(name: string, labels: Readonly<Record<string, string>>, histogram: Histogram) {
  let below = 0;
  const buckets = histogram.counts.map((count, n) => {
    below += count;
    return { metricName: `${name}_bucket`, labels: { le: BOUNDS_SECONDS[n] ?? "+Inf", ...labels }, value: below };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: histogram.sumSeconds },
    { metricName: `${name}_count`, labels, value: below },
  ];
}
