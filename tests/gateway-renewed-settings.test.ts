import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test, type TestContext } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { GatewayConfigInput } from "#gateway/config/gateway-settings.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type GatewayCommand, startGatewayCommand } from "#tests/support/gateway-command.ts";
import { openSmallGraph, type SmallGraph } from "#tests/support/small-graph.ts";
import { root } from "#tests/support/sources.ts";

const SOON = { reload: { settleMs: 20 }, drain: { noticeMs: 0 } };
const folder = mkdtempSync(join(tmpdir(), "agora-renewed-"));
let graph: SmallGraph;
before(async () => {
  graph = await openSmallGraph();
});
after(async () => {
  rmSync(folder, { recursive: true, force: true });
  await graph.close();
});

async function start(t: TestContext, workers: number, config: GatewayConfigInput = {}): Promise<GatewayCommand> {
  const args = ["--workers", `${workers}`];
  const gateway = await startGatewayCommand({ supergraph: graph.supergraph(0), config: { ...SOON, ...config }, args });
  t.after(() => gateway.stop("SIGKILL"));
  return gateway;
}

function toldBy(gateway: GatewayCommand, what: RegExp, times = 1): Promise<Record<string, any>> {
  return eventually(() => {
    const found = gateway.logged().filter(({ msg }) => what.test(msg));
    assert.equal(found.length, times);
    return found.at(-1)!;
  });
}

function manifestOf(...bodies: string[]): string {
  const operations = bodies.map((body) => ({
    ...{ id: createHash("sha256").update(body).digest("hex"), body, name: "Q", type: "query" },
  }));
  return JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations });
}

const [A, B] = ["query Q { version0 }", "query Q { items { name } }"];

for (const workers of [1, 2])
  test(`files that new settings name are followed, also one that was missing (${workers} workers)`, async (t) => {
    const manifest = join(folder, `manifest-${workers}.json`);
    const gateway = await start(t, workers);
    const runs = async (query: string) => (await gateway.ask(query)).data !== undefined;
    gateway.writeConfig({ ...SOON, persistedOperations: { manifests: [manifest], safelist: "enforce" } });
    await toldBy(gateway, /^settings: refused/);
    writeFileSync(manifest, manifestOf(A!));
    await toldBy(gateway, /^settings: taken over/);
    assert.deepEqual([await runs(A!), await runs(B!)], [true, false]);
    writeFileSync(manifest, manifestOf(A!, B!));
    await toldBy(gateway, /^settings: taken over/, 2);
    assert.deepEqual([await runs(A!), await runs(B!)], [true, true]);
  });

test("what does not take over in one process is named, and nothing else", async (t) => {
  const gateway = await start(t, 1);
  const limits = { keepAliveMs: 300, connectionsMax: 30, depthMax: 9, drainMsMax: 60_000 };
  gateway.writeConfig({ ...SOON, limits, metrics: { port: 20_999 } });
  const { settings } = await toldBy(gateway, /take a restart/);
  assert.deepEqual(settings.toSorted(), ["limits.connectionsMax", "limits.keepAliveMs", "metrics.port"]);
});

test("what the first of several processes keeps is named", async (t) => {
  const gateway = await start(t, 2);
  gateway.writeConfig({ ...SOON, limits: { keepAliveMs: 300 }, metrics: { port: 20_999 } });
  assert.deepEqual((await toldBy(gateway, /take a restart/)).settings, ["metrics.port"]);
});

test("the notice and the time of a stop are those of the newest settings", async (t) => {
  const gateway = await start(t, 1, { limits: { drainMsMax: 100, subgraphQueryMsMax: 8_000 } });
  gateway.writeConfig({
    ...SOON,
    drain: { noticeMs: 1_000 },
    limits: { drainMsMax: 20_000, subgraphQueryMsMax: 8_000 },
  });
  await toldBy(gateway, /^settings: taken over/);
  const running = gateway.ask("{ slow(ms: 1400) }");
  await wait(100);
  const stopped = gateway.stop("SIGTERM");
  await wait(300);
  assert.equal((await fetch(`${gateway.url}/health/ready`)).status, 503, "it serves still, and says that it goes");
  assert.deepEqual(await running, { data: { slow: 1_400 } });
  assert.equal(await stopped, 0);
});

for (const workers of [1, 2])
  test(`a stop may take as long as a limit can say (${workers} workers)`, async (t) => {
    const gateway = await start(t, workers, { limits: { drainMsMax: 2 ** 31 - 1 } });
    const running = gateway.ask("{ slow(ms: 1000) }");
    await wait(300);
    const stopped = gateway.stop("SIGTERM");
    assert.deepEqual(await running, { data: { slow: 1_000 } });
    assert.equal(await stopped, 0);
  });

test("to begin to sign takes a restart: there is no secret to sign by", async (t) => {
  const gateway = await start(t, 1, { signing: { on: false } });
  gateway.writeConfig(SOON);
  assert.match((await toldBy(gateway, /^settings: refused/)).error, /signing\.on/);
});

test("SIGHUP ends no worker, and no gateway that starts", async (t) => {
  const gateway = await start(t, 2);
  const { pid } = gateway.process;
  const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  const running = gateway.ask("{ slow(ms: 500) }");
  await wait(100);
  for (const worker of workers) process.kill(worker, "SIGHUP");
  assert.deepEqual(await running, { data: { slow: 500 } });
  gateway.process.kill("SIGHUP");
  await toldBy(gateway, /^settings: taken over/);
  assert.deepEqual(
    gateway.logged().filter(({ msg }) => msg.startsWith("a worker ended")),
    [],
  );

  const file = join(folder, "supergraph.graphql");
  writeFileSync(file, graph.supergraph(0));
  const args = ["bin/gateway.ts", "--supergraph", file, "--port", "20998", "--workers", "1"];
  const env = { ...process.env, AGORA_DATA: folder };
  const early: ChildProcess = spawn(process.execPath, args, { cwd: root, env });
  t.after(() => early.kill("SIGKILL"));
  let output = "";
  early.stdout!.on("data", (chunk) => void (output += chunk));
  await eventually(() => assert.ok(hears(early.pid!, 1)));
  assert.equal(output, "");
  early.kill("SIGHUP");
  await eventually(() => assert.match(output, /The gateway answers/));
  assert.equal(early.exitCode ?? early.signalCode, null);
});

/** The process has a handler of this signal: by Linux's books, since it cannot say so yet. */
function hears(pid: number, signal: number): boolean {
  const [, caught] = /SigCgt:\s+(\w+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return (BigInt(`0x${caught}`) >> BigInt(signal - 1)) % 2n === 1n;
}
