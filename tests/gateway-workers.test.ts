import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { after, before, test, type TestContext } from "node:test";
import type { GatewayConfigInput } from "#gateway/config/gateway-settings.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type GatewayCommand, startGatewayCommand } from "#tests/support/gateway-command.ts";
import { liveClient } from "#tests/support/live-client.ts";
import { type Load, startLoad } from "#tests/support/load.ts";
import { openSmallGraph, type SmallGraph } from "#tests/support/small-graph.ts";

/** A busy machine may hold the clients of this test up for long between two requests. */
const limits = { drainIdleMs: 1_500 };
const CONFIG: GatewayConfigInput = { limits, reload: { settleMs: 20 }, drain: { noticeMs: 200 } };
const RSS_KIB_MAX = 250 * 1024;

/** Most tests share one: to start three processes takes longer than what they are asked. */
let graph: SmallGraph;
let shared: GatewayCommand;
before(async () => {
  graph = await openSmallGraph();
  shared = await start();
});
after(async () => {
  await shared.stop("SIGKILL");
  await graph.close();
});

test("all workers serve, each in less memory than is promised", async () => {
  const load = loadOn(shared);
  await eventually(() => assert.ok(load.answered() > 200));
  const workers = workersOf(shared);
  const memory = workers.map(residentKib);
  await load.stop();
  assert.equal(workers.length, 2);
  assert.deepEqual(load.failed(), []);
  assert.ok(
    memory.every((kib) => kib < RSS_KIB_MAX),
    `${memory} KiB`,
  );
  await eventually(() => {
    const served = shared.logged().flatMap(({ msg, pid }) => (msg === "operation" ? [pid] : []));
    assert.deepEqual([...new Set(served)].toSorted(), workers.toSorted());
  });
});

test("a worker that is killed comes back, and the other serves meanwhile", async () => {
  const [killed, other] = workersOf(shared);
  process.kill(killed!, "SIGKILL");
  await eventually(() => assert.ok(!workersOf(shared).includes(killed!)));
  const answers = await Promise.all(Array.from({ length: 8 }, () => shared.ask("{ version0 }")));
  await replaced([killed!]);
  assert.ok(workersOf(shared).includes(other!));
  assert.ok(answers.every(({ data }) => data.version0 === 0));
  const line = await toldBy(shared, /^a worker ended/);
  assert.deepEqual([line.worker, line.ended], [killed, "SIGKILL"]);
});

test("a worker that is asked to go is replaced first, and no request fails", async () => {
  const load = loadOn(shared);
  const [asked] = workersOf(shared);
  process.kill(asked!, "SIGTERM");
  await replaced([asked!]);
  await load.stop();
  assert.deepEqual(load.failed(), []);
});

test("wrong settings are refused with their path, and the workers stay", async () => {
  const workers = workersOf(shared);
  shared.writeConfig({ ...CONFIG, limits: { ...limits, depthMx: 1 } as never });
  const refused = await toldBy(shared, /^settings: refused/);
  assert.match(refused.error, /limits\.depthMx is not a setting/);
  assert.deepEqual(workersOf(shared), workers);
});

test("by other settings workers are replaced one by one, without a failed request", async () => {
  const load = loadOn(shared);
  const workers = workersOf(shared);
  shared.writeConfig({ ...CONFIG, limits: { ...limits, rootFieldsMax: 1 } });
  await toldBy(shared, /^settings: taken over/);
  await load.stop();
  assert.deepEqual(load.failed(), []);
  await replaced(workers);
  const limited = await shared.ask("{ version0 again: version0 }");
  assert.equal(limited.errors[0].extensions.limit, "rootFieldsMax");
});

test("workers that come late serve the supergraph that was taken over, not the broken file", async () => {
  shared.writeSupergraph(graph.supergraph(1));
  await toldBy(shared, /^supergraph: taken over/);
  shared.writeSupergraph("type Query {");
  await toldBy(shared, /^supergraph: refused/);
  const workers = workersOf(shared);
  for (const pid of workers) process.kill(pid, "SIGKILL");
  await replaced(workers);
  assert.deepEqual(await eventually(() => shared.ask("{ version1 }")), { data: { version1: 1 } });
});

test("SIGTERM under load: not ready at once, no request fails, live clients are told to come again, nobody is left", async (t) => {
  const gateway = await start(t);
  const workers = workersOf(gateway);
  const live = liveClient(gateway.url);
  await live.subscribe("subscription { ticked { count } }").first(1);
  const load = loadOn(gateway, { clients: 16, pauseMs: 0 });
  await eventually(() => assert.ok(load.answered() > 300));

  const stopped = gateway.stop("SIGTERM");
  await eventually(async () => assert.equal((await fetch(`${gateway.url}/health/ready`)).status, 503));
  const code = await stopped;
  await load.stop();

  assert.equal(code, 0);
  assert.deepEqual(load.failed(), []);
  assert.equal((await live.closed()).code, 1001);
  assert.ok(workers.every((pid) => !isAlive(pid)));
});

test("workers whose first process is killed answer what runs and go", async (t) => {
  const gateway = await start(t);
  const workers = workersOf(gateway);
  const running = gateway.ask("{ slow(ms: 800) }");
  await wait(200);
  await gateway.stop("SIGKILL");
  assert.deepEqual(await running, { data: { slow: 800 } });
  await eventually(() => assert.ok(workers.every((pid) => !isAlive(pid))));
});

test("what cannot be served stops the start with one message", async () => {
  const gateway = await startGatewayCommand({ supergraph: "type Query {", args: ["--workers", "2"] });
  assert.equal(await gateway.stop(), 1);
  assert.equal(gateway.output().match(/Syntax Error/g)?.length, 1);
});

async function start(t?: TestContext): Promise<GatewayCommand> {
  const args = ["--workers", "2"];
  const gateway = await startGatewayCommand({ supergraph: graph.supergraph(0), config: CONFIG, args });
  t?.after(() => gateway.stop("SIGKILL"));
  return gateway;
}

/** Others serve instead of these. */
async function replaced(before: readonly number[]): Promise<void> {
  await eventually(() => {
    const workers = workersOf(shared);
    assert.ok(workers.length === 2 && !workers.some((pid) => before.includes(pid)));
  });
}

function toldBy(gateway: GatewayCommand, what: RegExp): Promise<Record<string, any>> {
  return eventually(() => {
    const line = gateway.logged().findLast(({ msg }) => what.test(msg));
    assert.ok(line);
    return line;
  });
}

function loadOn({ url }: GatewayCommand, { clients = 8, pauseMs = 5 } = {}): Load {
  const expected = { data: { items: ["a", "b", "c"].map((id) => ({ name: `Item ${id}`, price: id.charCodeAt(0) })) } };
  return startLoad({ url, clients, query: "{ items { name price } }", expected, pauseMs });
}

/** Process ids of the children. */
function workersOf({ process: { pid } }: GatewayCommand): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function residentKib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
