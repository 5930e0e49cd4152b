import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { agoraCommand } from "../gateway/agora-command.ts";
import { memoryOf } from "../gateway/memory.ts";
import { cores, leaveTargetCore, root, type Started, startNode } from "../gateway/processes.ts";
import { untilAnswers } from "../gateway/probe.ts";
import { cpuMsOf } from "../cpu.ts";
import { composeShop, SERVICES } from "./shop.ts";
import type { EmitOrder } from "./subgraphs.ts";
import type { WatchersOrder, WatchersReport } from "./watchers.ts";

const USAGE = `npm run bench:subscriptions -- [options]: watchers over websockets, beside a bare websocket server.

  --watchers N    open at once, each on a socket and an order of its own (default 10000)
  --seconds N     of events (default 60)
  --rate N        events a second, each for one watcher (default 100)
  --targets A,B   of: agora, bare (default both)
  --port N        first of the ports to use on 127.0.0.1 (default 24300)`;

const { values } = parseArgs({
  options: {
    watchers: { type: "string", default: "10000" },
    seconds: { type: "string", default: "60" },
    rate: { type: "string", default: "100" },
    targets: { type: "string", default: "bare,agora" },
    port: { type: "string", default: "24300" },
    help: { type: "boolean", default: false },
  },
});
const [count, seconds, rate, port] = [values.watchers, values.seconds, values.rate, values.port].map(Number) as [
  number,
  number,
  number,
  number,
];

/** The aims, of 10,000 watchers and 100 events a second. */
const KIB_PER_WATCHER_MAX = 40;
const P99_MS_MAX = 50;
/** Before memory is read: what was needed for opening only is gone. */
const SETTLE_MS = 15_000;
const WARM_UP: EmitOrder = { watchers: 100, perSecond: 100, seconds: 3 };

const closing: (() => Promise<unknown>)[] = [];
process.once("SIGINT", () => void end(130));
if (values.help) console.log(USAGE);
else await main().catch((error) => (console.error(error), end(1)));
await end(0);

async function main(): Promise<void> {
  leaveTargetCore();
  const folder = join(tmpdir(), `agora-bench-subscriptions-${port}`);
  mkdirSync(folder, { recursive: true });
  closing.push(async () => rmSync(folder, { recursive: true, force: true }));
  const own = (file: string, ...args: (string | number)[]) => ({
    args: [join(root, "bench/subscriptions", file), ...args.map(String)],
  });
  const subgraphs = keep(startNode(own("subgraphs.ts", port), { on: "other cores", talks: true }));
  const urls = new Map(SERVICES.map((name, index) => [name, `http://127.0.0.1:${port + index}/graphql`]));
  for (const url of urls.values()) await untilAnswers(url, subgraphs);
  const supergraphFile = join(folder, "supergraph.graphql");
  writeFileSync(
    supergraphFile,
    composeShop((name) => urls.get(name)!),
  );
  console.log(
    `${count} watchers, ${rate} events a second for ${seconds} s; Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}, ${cores ? `target on core ${cores.target}` : "nothing pinned"}`,
  );
  console.log(
    row(["", "KiB/watcher", "RSS MB", "p50 ms", "p99 ms", "max ms", "events", "wrong", "lost", "CPU ms/event"]),
  );
  for (const [index, name] of values.targets.split(",").entries()) {
    const at = port + SERVICES.length + index;
    const command =
      name === "bare"
        ? own("bare-gateway.ts", at, urls.get("orders")!)
        : agoraCommand({ process: subgraphs, urls, supergraphFile }, at, folder);
    const target = keep(startNode(command, { on: "target core", logFile: join(folder, `${name}.log`) }));
    await untilAnswers(`http://127.0.0.1:${at}/graphql`, target);
    await measure(name, target, subgraphs, `ws://127.0.0.1:${at}/graphql${name === "bare" ? "?bare" : ""}`);
    await target.stop();
  }
  console.log(`aims: at most ${KIB_PER_WATCHER_MAX} KiB per watcher, p99 at most ${P99_MS_MAX} ms`);
}

async function measure(name: string, target: Started, subgraphs: Started, url: string): Promise<void> {
  const watchers = keep(
    startNode({ args: [join(root, "bench/subscriptions/watchers.ts")] }, { on: "other cores", talks: true }),
  );
  await tell(watchers, { kind: "open", url, count: WARM_UP.watchers });
  await emit(subgraphs, WARM_UP);
  await tell(watchers, { kind: "close" });
  await sleep(SETTLE_MS);
  const before = memoryOf(target.pid).now;
  await tell(watchers, { kind: "open", url, count });
  await sleep(SETTLE_MS);
  const idle = memoryOf(target.pid).now;
  const cpuBefore = cpuMsOf(target.pid);
  await emit(subgraphs, { watchers: count, perSecond: rate, seconds });
  await sleep(1_000);
  const cpu = cpuMsOf(target.pid) - cpuBefore;
  const report = await tell(watchers, { kind: "report" });
  const { received, wrong, lost, p50, p99, max } = report;
  const events = seconds * rate;
  console.log(
    row([
      name,
      (((idle - before) * 1_024) / count).toFixed(1),
      memoryOf(target.pid).now.toFixed(0),
      ...[p50, p99, max].map((ms) => ms.toFixed(1)),
      `${received}/${events}`,
      wrong,
      lost,
      (cpu / events).toFixed(2),
    ]),
  );
  await tell(watchers, { kind: "close" });
  await watchers.stop();
}

async function tell(watchers: Started, order: WatchersOrder): Promise<WatchersReport> {
  const answered = once(watchers.process, "message");
  watchers.process.send(order);
  const [report] = await answered;
  return report as WatchersReport;
}

async function emit(subgraphs: Started, order: EmitOrder): Promise<void> {
  const done = once(subgraphs.process, "message");
  subgraphs.process.send(order);
  await done;
}

function keep(started: Started): Started {
  closing.unshift(started.stop);
  started.process.once("exit", (code) => code !== 0 && code !== null && void end(1));
  return started;
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => (index === 0 ? String(cell).padEnd(8) : String(cell).padStart(14))).join("");
}

async function end(code: number): Promise<never> {
  for (const close of closing) await close();
  process.exit(code);
}
