import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { openMetricsPort } from "#bin/any-gateway/metrics-port.ts";
import type { GatewaySettings } from "#bin/any-gateway/settings.ts";
import { createMetrics, type MeasuredOperation, type MetricsOptions } from "#gateway/watch/metrics.ts";
import { gatherMetrics } from "#gateway/watch/worker-metrics.ts";
import { leadWorkerGroup } from "#gateway/worker-group.ts";
import { silentLog } from "#kernel/log.ts";
import { listen } from "#tests/support/gateway.ts";
import { root } from "#tests/support/sources.ts";

const operation: MeasuredOperation = {
  ...{ operationName: "Shelf", operationType: "query", clientName: "web", clientVersion: "1.2", outcome: "ok" },
  ...{ seconds: 0.03125, fetches: 3, cost: 40 },
};

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

/** The lines of one metric, without those that say what it is. */
async function linesOf(metrics: { text(): Promise<string> }, name: string): Promise<string[]> {
  const text = await metrics.text();
  return text.split("\n").filter((line) => line.startsWith(name));
}

test("operations are told by name and by client, with their time, fetches and cost", async () => {
  const metrics = createMetrics();
  metrics.operation(operation);
  metrics.operation({ ...operation, seconds: 0.5, clientVersion: "1.3" });
  metrics.operation({ ...operation, operationName: undefined, outcome: "BAD_USER_INPUT", seconds: 60 });

  assert.deepEqual(await linesOf(metrics, "gateway_operations_total"), [
    'gateway_operations_total{operation_name="Shelf",operation_type="query",client_name="web",client_version="1.2",outcome="ok"} 1',
    'gateway_operations_total{operation_name="Shelf",operation_type="query",client_name="web",client_version="1.3",outcome="ok"} 1',
    'gateway_operations_total{operation_name="(none)",operation_type="query",client_name="web",client_version="1.2",outcome="BAD_USER_INPUT"} 1',
  ]);
  const buckets = await linesOf(metrics, "gateway_operation_duration_seconds_bucket");
  const below = (le: string, name: string) =>
    Number(
      buckets
        .find((line) => line.includes(`le="${le}"`) && line.includes(`"${name}"`))!
        .split(" ")
        .at(-1),
    );
  assert.deepEqual(
    ["0.025", "0.05", "0.25", "0.5", "+Inf"].map((le) => below(le, "Shelf")),
    [0, 1, 1, 2, 2],
  );
  assert.deepEqual(
    ["10", "+Inf"].map((le) => below(le, "(none)")),
    [0, 1],
  );
  assert.match((await linesOf(metrics, "gateway_operation_duration_seconds_sum"))[0]!, / 0\.53125$/);
  assert.match((await linesOf(metrics, "gateway_operation_fetches_total"))[0]!, / 6$/);
  assert.match((await linesOf(metrics, "gateway_operation_cost_total"))[0]!, / 80$/);
});

test("subgraph calls, caches and refusals are counted, gauges are asked when somebody looks", async () => {
  const metrics = createMetrics();
  let sockets = 3;
  metrics.gauge("gateway_sockets_open", "Open sockets.", () => sockets);
  const open = new Map([["stars", 1]]);
  metrics.gauge("gateway_breaker_open", "Breakers that are open.", () => open, "subgraph");
  metrics.subgraphCall({ subgraph: "goods", outcome: "timeout", seconds: 1.5 });
  metrics.cacheLookup("plans", true);
  metrics.cacheLookup("plans", false);
  metrics.refusal("requestsPerIp");
  sockets = 2;

  const text = await metrics.text();
  for (const line of [
    'gateway_subgraph_call_duration_seconds_count{subgraph="goods",outcome="timeout"} 1',
    'gateway_cache_lookups_total{cache="plans",result="hit"} 1',
    'gateway_cache_lookups_total{cache="plans",result="miss"} 1',
    'gateway_refusals_total{by="requestsPerIp"} 1',
    "gateway_sockets_open 2",
    'gateway_breaker_open{subgraph="stars"} 1',
  ])
    assert.ok(text.includes(`${line}\n`), line);
  open.delete("stars");
  assert.ok(!(await metrics.text()).includes('subgraph="stars"'));
  assert.match(text, /^process_cpu_user_seconds_total /m);
  assert.match(metrics.contentType, /^text\/plain/);
});

test("100,000 random names of operations and clients make a bounded number of series and no memory worth telling", async () => {
  const metrics = createMetrics({ operationNames: ["Known"] });
  const flood = (times: number) => {
    for (let n = 0; n < times; n += 1)
      metrics.operation({
        ...operation,
        operationName: `Op_${randomUUID()}`,
        clientName: randomUUID(),
        clientVersion: randomUUID(),
        outcome: n % 2 === 0 ? "ok" : randomUUID(),
      });
  };
  flood(10_000);
  const linesBefore = (await metrics.text()).split("\n").length;
  const bytesBefore = heapBytes();
  flood(90_000);
  metrics.operation({ ...operation, operationName: "Known" });

  const lines = await metrics.text();
  assert.ok(lines.split("\n").length - linesBefore <= 40, "nothing new but the known name");
  assert.ok(lines.split("\n").length < 20_000);
  const grown = heapBytes() - bytesBefore;
  assert.ok(grown < 4 * 2 ** 20, `${grown} bytes more`);
  const total = (await linesOf(metrics, "gateway_operations_total")).reduce(
    (sum, line) => sum + Number(line.split(" ").at(-1)),
    0,
  );
  assert.equal(total, 100_001, "none is lost: the rest count together");
});

test("names that are few each make many pairs: beyond the bound who asked counts together, what was asked does not", async () => {
  const metrics = createMetrics({ seriesMax: 50 });
  for (let n = 0; n < 400; n += 1)
    metrics.operation({ ...operation, operationName: `Op${n % 20}`, clientName: `client${Math.floor(n / 20)}` });
  const lines = await linesOf(metrics, "gateway_operations_total");
  assert.equal(lines.length, 50 + 20);
  const others = lines.filter((line) => line.includes('client_name="(other)",client_version="(other)"'));
  assert.equal(others.length, 20);
  assert.equal(
    others.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0),
    350,
  );
});

test("however many clients make themselves up, what comes later is told by its name, type and outcome", async () => {
  const metrics = createMetrics();
  for (let n = 0; n < 10_000; n += 1)
    metrics.operation({ ...operation, clientName: `c${n % 100}`, clientVersion: `v${Math.floor(n / 100)}` });
  const late = { ...operation, operationName: "Checkout", operationType: "mutation", outcome: "INTERNAL_SERVER_ERROR" };
  for (let n = 0; n < 5; n += 1) metrics.operation({ ...late, clientName: "shop" });
  const [line, ...others] = (await linesOf(metrics, "gateway_operations_total")).filter((one) => one.includes("Check"));
  assert.match(line!, /"Checkout",operation_type="mutation",.*\(other\).*outcome="INTERNAL_SERVER_ERROR"} 5$/);
  assert.deepEqual(others, []);
});

test("beyond the bound of names, too, type and outcome are told", async () => {
  const metrics = createMetrics({ seriesMax: 20 });
  for (let n = 0; n < 100; n += 1) metrics.operation({ ...operation, operationName: `Op${n}` });
  metrics.operation({ ...operation, operationName: "Late", operationType: "mutation", outcome: "FORBIDDEN" });
  for (const name of ["gateway_operations_total", "gateway_operation_duration_seconds_count"]) {
    const lines = await linesOf(metrics, name);
    const late = lines.filter((line) => /operation_type="mutation",.*outcome="FORBIDDEN"/.test(line));
    assert.match(late.join(), /^[^,]*operation_name="\(other\)".* 1$/);
  }
});

test("as many names are told apart as the settings say", async () => {
  const metrics = createMetrics({ operationNamesMax: 5_000 });
  for (let n = 0; n < 4_000; n += 1) metrics.operation({ ...operation, operationName: `Op${n}` });
  for (const name of ["gateway_operations_total", "gateway_operation_cost_total"])
    assert.equal((await linesOf(metrics, name)).length, 4_000);
});

test("a name cut out of a document does not keep the document in memory", () => {
  const metrics = createMetrics();
  const bytesBefore = heapBytes();
  for (let n = 0; n < 300; n += 1) {
    const document = `query Operation_number_${n} { a } # ${randomUUID()} ${"x".repeat(200_000)}`;
    metrics.operation({ ...operation, operationName: /query (\w+)/.exec(document)![1] });
  }
  assert.ok(heapBytes() - bytesBefore < 10 * 2 ** 20);
});

test("a client cannot break out of a label", async () => {
  const metrics = createMetrics();
  metrics.operation({
    ...operation,
    clientName: 'evil"} 1\ngateway_refusals_total{by="x"} 9',
    clientVersion: "9".repeat(5_000),
  });
  const lines = await linesOf(metrics, "gateway_operations_total");
  assert.equal(lines.length, 1);
  assert.match(
    lines[0]!,
    /client_name="evil\\"} 1\\ngateway_refusals_total\{by=\\"x\\"} 9",client_version="\(other\)"/,
  );
  assert.deepEqual(await linesOf(metrics, "gateway_refusals_total"), []);
});

test("a name that is known keeps its own series however late it comes", async () => {
  const options: MetricsOptions = { operationNames: ["Known"], operationNamesMax: 3, clientNamesMax: 1 };
  const metrics = createMetrics(options);
  for (const operationName of ["A", "B", "C", "Known"]) metrics.operation({ ...operation, operationName });
  metrics.operation({ ...operation, clientName: "ios" });
  const lines = await linesOf(metrics, "gateway_operations_total");
  const told = lines.map((line) => /operation_name="([^"]+)".*client_name="([^"]+)"/.exec(line)!.slice(1).join(" "));
  assert.deepEqual(told, ["A web", "B web", "(other) web", "Known web", "(other) (other)"]);
});

test("they are told whatever a query of the address says", async () => {
  const free = createServer();
  const { port, hostname: host } = new URL(await listen(free));
  await new Promise((resolve) => free.close(resolve));
  const settings = { config: { metrics: { port: Number(port), host } } } as GatewaySettings;
  after(await openMetricsPort(settings, async () => "counted", silentLog));
  const told = async (path: string) => {
    const answer = await fetch(`http://${host}:${port}${path}`);
    return answer.ok ? answer.text() : answer.status;
  };
  assert.deepEqual(await Promise.all(["/metrics?x=1", "/metrics", "/"].map(told)), ["counted", "counted", 404]);
});

test("the workers of one machine are told as one, and totals do not fall when one is replaced", async () => {
  const lead = gatherMetrics(leadWorkerGroup());
  cluster.setupPrimary({ exec: join(root, "tests/support/metrics-worker.ts"), execArgv: [] });
  const workers = [cluster.fork(), cluster.fork()];
  after(() => workers.forEach((worker) => worker.kill()));
  const ask = async (worker: Worker, message: object) => {
    worker.send(message);
    for (;;) {
      const [answer] = await once(worker, "message");
      if ("done" in answer) return answer.done;
    }
  };
  const total = async (metrics: { text(): Promise<string> }) =>
    Number((await linesOf(metrics, "gateway_operations_total"))[0]?.split(" ").at(-1));

  await Promise.all(workers.map((worker, n) => ask(worker, { does: "count", times: 10 * (n + 1) })));
  assert.equal(await total(lead), 30);
  assert.equal(await total({ text: () => ask(workers[0]!, { does: "text" }) }), 30, "whichever worker is asked");
  await ask(workers[0]!, { does: "retire" });
  assert.equal(await total(lead), 30, "told for the last time, it is not counted twice");
  workers[0]!.kill();
  await once(workers[0]!, "exit");
  assert.equal(await total(lead), 30);
  const next = cluster.fork();
  workers.push(next);
  await ask(next, { does: "count", times: 5 });
  assert.equal(await total(lead), 35);
  assert.match((await linesOf(lead, "gateway_operation_cost_total"))[0]!, / 350$/);
  next.process.kill("SIGKILL");
  await once(next, "disconnect");
  assert.equal(await total(lead), 35, "what one that is killed has told stays");
  if (!next.isDead()) await once(next, "exit");
  assert.equal(await total(lead), 35);
});
