import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cpuMsOf } from "../cpu.ts";
import { agoraCommand } from "../gateway/agora-command.ts";
import { memoryOf } from "../gateway/memory.ts";
import { untilAnswers } from "../gateway/probe.ts";
import { leaveTargetCore, root, type Started, startNode } from "../gateway/processes.ts";
import { circumstances, runBench, type Staging } from "../staging.ts";
import { type Options, readOptions, type TargetName, USAGE } from "./options.ts";
import { composeShop, SERVICES } from "./shop.ts";
import type { EmitOrder } from "./subgraphs.ts";
import type { WatchersOrder, WatchersReport } from "./watchers.ts";

/**
 * `npm run bench:subscriptions`: what a watcher costs, and how long an event takes from its subgraph to its watcher's
 * process, filled in from two other subgraphs. Every watcher is a file descriptor of both ends: `ulimit -n` must allow
 * as many as there are watchers, and some.
 */
const KIB_PER_WATCHER_MAX = 40;
const P99_MS_MAX = 50;
/** Before memory is read: what opening and closing left behind is gone. */
const SETTLE_MS = 15_000;
/** Until the last event is there. */
const LAST_MS = 2_000;
const WARM_UP = { watchers: 200, orders: 200, perSecond: 200, seconds: 3 };

const HEADS = [
  "KiB/watcher",
  "RSS MB",
  "p50 ms",
  "p99 ms",
  "max ms",
  "events",
  "missing",
  "wrong",
  "lost",
  "CPU ms",
  "opened s",
];

await runBench("subscriptions", async (staging) => {
  const options = readOptions(process.argv.slice(2));
  if (options.isHelp) console.log(USAGE);
  else await main(options, staging);
});

async function main(options: Options, staging: Staging): Promise<void> {
  const { watchers, orders, rate, seconds, port } = options;
  leaveTargetCore();
  const shop = await staging.openShop(SERVICES, composeShop, port);
  const { folder, urls, process: subgraphs } = shop;

  console.log(circumstances());
  console.log(`${watchers} watchers of ${orders} orders; ${rate} events a second for ${seconds} s`);
  console.log(row(["", ...HEADS]));
  for (const [index, name] of options.targets.entries()) {
    const at = port + SERVICES.length + index;
    const command =
      name === "bare"
        ? { args: [join(root, "bench/subscriptions/bare-gateway.ts"), String(at), urls.get("orders")!] }
        : agoraCommand(shop, at, folder);
    const target = staging.keep(startNode(command, { on: "target core", logFile: join(folder, `${name}.log`) }));
    await untilAnswers(`http://127.0.0.1:${at}/graphql`, target);
    await measure(name, { staging, target, subgraphs, url: `ws://127.0.0.1:${at}/graphql` }, options);
    await target.stop();
  }
  console.log(
    `aims: ${KIB_PER_WATCHER_MAX} KiB a watcher and p99 ${P99_MS_MAX} ms at most, nothing missing, wrong or lost`,
  );
}

interface Measured {
  readonly staging: Staging;
  readonly target: Started;
  readonly subgraphs: Started;
  readonly url: string;
}

async function measure(name: TargetName, measured: Measured, options: Options): Promise<void> {
  const { staging, target, subgraphs, url } = measured;
  const { watchers: count, orders, rate, seconds } = options;
  const watchers = staging.start("watchers.ts");
  const open = (count: number, orders: number) =>
    tell(watchers, { kind: "open", url, count, orders, isFilledIn: name === "agora" });
  await open(WARM_UP.watchers, WARM_UP.orders);
  await emit(subgraphs, WARM_UP);
  await tell(watchers, { kind: "close" });
  await sleep(SETTLE_MS);
  const before = memoryOf(target.pid).now;

  const openedAt = performance.now();
  await open(count, orders);
  const openedMs = performance.now() - openedAt;
  await sleep(SETTLE_MS);
  const idle = memoryOf(target.pid).now;

  const cpuBefore = cpuMsOf(target.pid);
  await emit(subgraphs, { orders, perSecond: rate, seconds });
  await sleep(LAST_MS);
  const cpuMs = cpuMsOf(target.pid) - cpuBefore;
  const { received, wrong, lost, p50, p99, max } = await tell(watchers, { kind: "report" });
  const events = (rate * seconds * count) / orders;
  console.log(
    row([
      name,
      (((idle - before) * 1_024) / count).toFixed(1),
      memoryOf(target.pid).now.toFixed(0),
      ...[p50, p99, max].map((ms) => ms.toFixed(1)),
      ...[received, events - received, wrong, lost],
      (cpuMs / (rate * seconds)).toFixed(2),
      (openedMs / 1_000).toFixed(1),
    ]),
  );
  await tell(watchers, { kind: "close" });
  await watchers.stop();
}

async function tell(watchers: Started, order: WatchersOrder): Promise<WatchersReport> {
  const answered = once(watchers.process, "message");
  watchers.process.send(order);
  return (await answered)[0] as WatchersReport;
}

async function emit(subgraphs: Started, order: EmitOrder): Promise<void> {
  const done = once(subgraphs.process, "message");
  subgraphs.process.send(order);
  await done;
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => (index === 0 ? String(cell).padEnd(7) : String(cell).padStart(12))).join("");
}
