import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuMsOf } from "../cpu.ts";
import { agoraCommand } from "../gateway/agora-command.ts";
import { untilAnswers } from "../gateway/probe.ts";
import { leaveTargetCore, type Started, startNode } from "../gateway/processes.ts";
import { circumstances, runBench, type Shop, type Staging } from "../staging.ts";
import type { LoadOrder, LoadReport, Times } from "./client.ts";
import { type Options, readOptions, type TargetName, USAGE } from "./options.ts";
import { composeShop, PLACES, SERVICE_MS, SERVICES } from "./shop.ts";

/** `npm run bench:overload`: what is served, and how soon the rest is refused, when far too much is asked. */
const GOODPUT_MIN = 0.9;
const REFUSAL_MS_P99_MAX = 50;
/** Enough for each subgraph's places, and one in a queue before each. */
const PEAK = { connections: 4 * PLACES, seconds: 5 };
const HEALTH_EVERY_MS = 100;
/** Until nothing of the load before is left. */
const SETTLE_MS = 2_000;

const HEADS = [
  ...["peak/s", "offered/s", "served/s", "of peak", "p99 ms", "refused", "p50 ms", "p99 ms", "max ms"],
  ...["given up", "unsent", "failed", "health ms", "loop p99", "loop max", "CPU", "client p99"],
];

await runBench("overload", async (staging) => {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) console.log(USAGE);
  else await main(options, staging);
});

async function main(options: Options, staging: Staging): Promise<void> {
  const { port, times, seconds } = options;
  leaveTargetCore();
  const shop = await staging.openShop(SERVICES, composeShop, port);
  const client = staging.start("client.ts");

  console.log(circumstances());
  console.log(
    `${SERVICES.length} subgraphs of ${PLACES} places, ${SERVICE_MS} ms each; ${times} times the peak for ${seconds} s`,
  );
  console.log(row(["", ...HEADS]));
  for (const [index, name] of options.targets.entries()) {
    const at = port + SERVICES.length + 2 * index;
    const gateway = staging.keep(startGateway(name, shop, at));
    await untilAnswers(`http://127.0.0.1:${at}/graphql`, gateway);
    await measure(name, { gateway, client, port: at }, options);
    await gateway.stop();
  }
  console.log(`aims: served ${GOODPUT_MIN} of the peak, refusals in ${REFUSAL_MS_P99_MAX} ms (p99), nothing failed`);
}

/** As anybody starts it, its metrics on the port after its own. */
function startGateway(name: TargetName, shop: Shop, port: number): Started {
  const { folder } = shop;
  const settings = { metrics: { port: port + 1 }, loadShedding: name === "shedding", drain: { noticeMs: 0 } };
  const config = join(folder, `${name}.json`);
  writeFileSync(config, JSON.stringify(settings));
  const { args, env } = agoraCommand(shop, port, folder);
  const command = { args: [...args, "--config", config], env };
  return startNode(command, { on: "target core", logFile: join(folder, `${name}.log`) });
}

interface Measured {
  readonly gateway: Started;
  readonly client: Started;
  readonly port: number;
}

async function measure(name: TargetName, { gateway, client, port }: Measured, options: Options): Promise<void> {
  const { connections, patienceMs, isFresh, seconds, times } = options;
  const common = { port, patienceMs, isFresh: false };
  await load(client, { ...common, ...PEAK });
  const best = await load(client, { ...common, ...PEAK });
  const peak = meanOf(best.served);
  await sleep(SETTLE_MS);
  await loopOf(port + 1);

  const cpuBefore = cpuMsOf(gateway.pid);
  const health = watchHealth(port);
  const report = await load(client, { ...common, isFresh, connections, seconds, ratePerSecond: times * peak });
  const healthMs = health.stop();
  const cpu = (cpuMsOf(gateway.pid) - cpuBefore) / (10 * seconds);
  const loop = await loopOf(port + 1);
  const goodput = meanOf(report.served);
  console.log(
    row([
      name,
      ...[peak, times * peak, goodput].map((perSecond) => perSecond.toFixed(0)),
      ...[(goodput / peak).toFixed(2), told(report.servedMs, "p99")],
      ...[report.refused, told(report.refusedMs, "p50"), told(report.refusedMs, "p99"), told(report.refusedMs, "max")],
      ...[report.givenUp, report.unsent, report.failed, healthMs.toFixed(0)],
      ...[loop.p99.toFixed(0), loop.max.toFixed(0), `${cpu.toFixed(0)} %`, report.ownLagMsP99.toFixed(1)],
    ]),
  );
  console.log(`        by the second: ${report.served.join(" ")}; ${report.connectionsOpened} connections opened`);
  if (report.failure) console.log(`        the first that failed: ${report.failure}`);
}

async function load(client: Started, order: LoadOrder): Promise<LoadReport> {
  const answered = once(client.process, "message");
  client.process.send(order);
  return (await answered)[0] as LoadReport;
}

/** The longest that whoever watches over the gateway waits for its word. */
function watchHealth(port: number): { stop(): number } {
  let msMax = 0;
  const ask = async () => {
    const before = performance.now();
    await fetch(`http://127.0.0.1:${port}/health/live`).then((response) => response.text());
    msMax = Math.max(msMax, performance.now() - before);
  };
  const timer = setInterval(() => void ask().catch(() => (msMax = Infinity)), HEALTH_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return msMax;
    },
  };
}

/** How late the gateway's event loop was since it was asked last, ms. */
async function loopOf(metricsPort: number): Promise<{ readonly p99: number; readonly max: number }> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const of = (name: string) => 1_000 * Number(new RegExp(`^${name} (\\S+)`, "m").exec(text)?.[1]);
  return { p99: of("nodejs_eventloop_lag_p99_seconds"), max: of("nodejs_eventloop_lag_max_seconds") };
}

function meanOf(perSecond: readonly number[]): number {
  return perSecond.reduce((sum, served) => sum + served, 0) / perSecond.length;
}

function told(times: Times, name: keyof Times): string {
  return times[name].toFixed(1);
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => (index === 0 ? String(cell).padEnd(9) : String(cell).padStart(10))).join("");
}
