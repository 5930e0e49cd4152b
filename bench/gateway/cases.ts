import { cpuMsOf } from "../cpu.ts";
import type { LoadOrder } from "./client.ts";
import type { Client } from "./drive.ts";
import { memoryOf } from "./memory.ts";
import type { CaseName } from "./options.ts";
import type { QueryName } from "./shared-data.ts";
import type { Target, TargetName } from "./targets.ts";

/** One row of questions: the same load for each of its targets. */
export interface Case {
  readonly name: CaseName;
  readonly title: string;
  readonly query: QueryName;
  readonly authorization: LoadOrder["authorization"];
  readonly connections: number;
  readonly targets: readonly TargetName[];
}

const OWN = { authorization: "own", connections: 32 } as const;
const GATEWAYS = ["apollo", "hive", "hive-native", "agora", "agora-forgetful"] as const;

export const CASES: readonly Case[] = [
  { ...OWN, name: "own", title: "own Authorization per request, large", query: "large", targets: GATEWAYS },
  { ...OWN, name: "own", title: "own Authorization per request, small", query: "small", targets: GATEWAYS },
  {
    name: "identical",
    title: "identical requests, large",
    query: "large",
    authorization: "none",
    connections: 64,
    targets: ["bare", "hive-dedup", "hive-native-dedup", "agora", "agora-forgetful"],
  },
  {
    ...OWN,
    name: "in-process",
    title: "gateway and subgraphs together, resolvers not memoised, large",
    query: "large",
    targets: ["agora-real", "agora-in-process"],
  },
];

/** What one round saw, or the best of several. */
export interface Figures {
  readonly requestsPerSecond: number;
  readonly cpuMs: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Share of one core that the target was busy: below 0.9 something else was the bottleneck. */
  readonly busy: number;
  /** MB of the largest process. */
  readonly memoryPeak: number;
  readonly memoryNow: number;
}

export interface Measuring {
  readonly client: Client;
  readonly queries: Readonly<Record<QueryName, string>>;
  readonly rounds: number;
  readonly seconds: number;
}

/** Enough for the slowest to be compiled by V8. */
const WARM_UP_MS = 3_000;
/** Infinity does not pass between processes. */
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** Rounds visit the targets in turn, so that what disturbs this machine disturbs all of them. */
export async function measureCase(
  { query, authorization, connections }: Case,
  targets: readonly Target[],
  { client, queries, rounds, seconds }: Measuring,
): Promise<Map<string, Figures>> {
  const order = { query: queries[query], authorization, connections };
  for (const target of targets) await run(client, target, { ...order, msMax: WARM_UP_MS });
  const best = new Map<string, Figures>();
  for (let round = 0; round < rounds; round++) {
    for (const target of targets) {
      const figures = await run(client, target, { ...order, msMax: seconds * 1_000 });
      best.set(target.name, better(best.get(target.name), figures));
    }
  }
  return best;
}

/** MB that the target's largest process holds after each of these numbers of small requests. */
export async function memoryAfter(
  target: Target,
  counts: readonly number[],
  { client, queries }: Measuring,
): Promise<number[]> {
  const held: number[] = [];
  let sent = 0;
  for (const count of counts) {
    await run(client, target, { query: queries.small, ...OWN, requestsMax: count - sent });
    sent = count;
    held.push(memoryOf(target.pid).now);
  }
  return held;
}

async function run(
  client: Client,
  target: Target,
  order: Pick<LoadOrder, "query" | "authorization" | "connections"> & Partial<LoadOrder>,
): Promise<Figures> {
  const { hostname, port, pathname } = new URL(target.url);
  const cpu = () => target.workers.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
  const before = cpu();
  const report = await client.load({
    ...{ host: hostname, port: Number(port), path: pathname, msMax: UNLIMITED, requestsMax: UNLIMITED },
    ...order,
  });
  const cpuMs = cpu() - before;
  if (report.failures > 0) throw new Error(`${target.name}: ${report.failures} failures, the first: ${report.failure}`);
  const memory = memoryOf(target.pid);
  return {
    requestsPerSecond: report.requests / report.seconds,
    cpuMs: cpuMs / report.requests,
    p50: report.p50,
    p99: report.p99,
    busy: cpuMs / 1_000 / report.seconds,
    memoryPeak: memory.peak,
    memoryNow: memory.now,
  };
}

/** The most requests a second and the least CPU; latencies belong to the round of the most requests. */
function better(known: Figures | undefined, figures: Figures): Figures {
  if (!known) return figures;
  const { p50, p99, busy, requestsPerSecond } = figures.requestsPerSecond > known.requestsPerSecond ? figures : known;
  const cpuMs = Math.min(known.cpuMs, figures.cpuMs);
  return { ...figures, requestsPerSecond, p50, p99, busy, cpuMs };
}
