import type { Figures } from "./cases.ts";
import type { Results } from "./report.ts";

/** What the gateway is meant to reach, beside what this run saw. Undefined where a figure is missing. */
interface Aim {
  readonly text: string;
  readonly measured: number | undefined;
  readonly isReached: (measured: number) => boolean;
  readonly shown: (measured: number) => string;
}

const RSS_MB_MAX = 250;
const GROWTH_MAX = 1.1;

export interface MemoryGrowth {
  /** MB after 100,000 and after 1,000,000 requests. */
  readonly early: number;
  readonly late: number;
}

export function aimsReport(results: Results, growth: MemoryGrowth | undefined): string {
  const lines = aimsOf(results, growth).map(({ text, measured, isReached, shown }) => {
    const known = measured !== undefined && !Number.isNaN(measured);
    const verdict = known ? `${shown(measured)}  ${isReached(measured) ? "yes" : "NO"}` : "not measured";
    return `  ${text.padEnd(66)} ${verdict}`;
  });
  return ["\nWhat the gateway is meant to reach", ...lines].join("\n");
}

function aimsOf(results: Results, growth: MemoryGrowth | undefined): Aim[] {
  const of = (title: RegExp, target: string): Figures | undefined =>
    [...results].find(([name]) => title.test(name))?.[1].get(target);
  const cpu = (title: RegExp, target: string, base: string) =>
    quotient(of(title, target)?.cpuMs, of(title, base)?.cpuMs);
  const rate = (title: RegExp, target: string) => of(title, target)?.requestsPerSecond;
  const identical = rate(/^identical/, "agora");
  const hives = ["hive-dedup", "hive-native-dedup"].flatMap((name) => rate(/^identical/, name) ?? []);
  const peaks = [...results.values()].flatMap((figures) => figures.get("agora")?.memoryPeak ?? []);
  const fraction = (measured: number) => `1/${(1 / measured).toFixed(1)}`;
  return [
    {
      text: "own Authorization, large: at most 1/7 of Apollo Gateway's CPU",
      measured: cpu(/^own.*large/, "agora", "apollo"),
      isReached: (measured) => measured <= 1 / 7,
      shown: fraction,
    },
    {
      text: "own Authorization, small: at most 1/6 of Apollo Gateway's CPU",
      measured: cpu(/^own.*small/, "agora", "apollo"),
      isReached: (measured) => measured <= 1 / 6,
      shown: fraction,
    },
    {
      text: "identical requests: at least half of bare node:http's requests/s",
      measured: quotient(identical, rate(/^identical/, "bare")),
      isReached: (measured) => measured >= 0.5,
      shown: (measured) => `${(measured * 100).toFixed(0)} %`,
    },
    {
      text: "identical requests: at least 3 times the best Hive variant's",
      measured: hives.length === 0 ? undefined : quotient(identical, Math.max(...hives)),
      isReached: (measured) => measured >= 3,
      shown: (measured) => `${measured.toFixed(1)} times`,
    },
    {
      text: "in process: at most half of the CPU of both sides over HTTP",
      measured: cpu(/^gateway and subgraphs/, "agora-in-process", "agora-real"),
      isReached: (measured) => measured <= 0.5,
      shown: fraction,
    },
    {
      text: `memory: at most ${RSS_MB_MAX} MB a worker under this load`,
      measured: peaks.length === 0 ? undefined : Math.max(...peaks),
      isReached: (measured) => measured <= RSS_MB_MAX,
      shown: (measured) => `${measured.toFixed(0)} MB`,
    },
    {
      text: `memory: after 1,000,000 requests at most ${GROWTH_MAX} times that after 100,000`,
      measured: quotient(growth?.late, growth?.early),
      isReached: (measured) => measured <= GROWTH_MAX,
      shown: (measured) => `${measured.toFixed(2)} times (${growth!.early.toFixed(0)} → ${growth!.late.toFixed(0)} MB)`,
    },
  ];
}

function quotient(dividend: number | undefined, divisor: number | undefined): number | undefined {
  return dividend === undefined || divisor === undefined ? undefined : dividend / divisor;
}
