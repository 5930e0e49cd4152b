import assert from "node:assert/strict";
import { type IncomingHttpHeaders, createServer } from "node:http";
import { after, test } from "node:test";
import { withHeaderRules } from "#gateway/plugins/header-rules.ts";
import { openTracer, type TracingOptions } from "#gateway/watch/open-tracer.ts";
import type { Tracer } from "#gateway/watch/tracing.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { silentLog } from "#kernel/log.ts";
import { overHttp } from "#kernel/over-http.ts";
import { type Collector, openCollector, treesOf } from "#tests/support/collector.ts";
import { eventually } from "#tests/support/eventually.ts";
import { listen, openTestGateway, type TestGateway, type TestGatewayOptions } from "#tests/support/gateway.ts";
import { liveClient } from "#tests/support/live-client.ts";
import { partsOf } from "#tests/support/multipart.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const SHELF = `query Shelf($id: ID!) { product(id: $id) { name stars } }`;

/** Spans begin by one clock and last by another. */
const CLOCK_NS = 2_000_000n;

interface Traced {
  readonly gateway: TestGateway;
  readonly collector: Collector;
  /** What was told when so many operations are over; the tracer is closed by it. */
  told(operations: number): Promise<ReturnType<Collector["spans"]>>;
}

const closing: (() => unknown)[] = [];
after(async () => {
  for (const close of closing.toReversed()) await close();
});

async function traced(tracing: Partial<TracingOptions> = {}, options: TestGatewayOptions = {}): Promise<Traced> {
  const collector = await openCollector();
  const tracer: Tracer = await openTracer({
    ...{ url: collector.url, serviceName: "shop", keptRatio: 1, parentsFrom: "anyone", log: silentLog, ...tracing },
  });
  const gateway = await openTestGateway({ ...options, tracer });
  closing.push(collector.close, gateway.close);
  const told = async (operations: number) => {
    const isOver = ({ msg }: Record<string, unknown>) => msg === "operation";
    await eventually(() => assert.equal(gateway.logged.filter(isOver).length, operations));
    await tracer.close();
    return collector.spans();
  };
  return { gateway, collector, told };
}

test("a request is a trace: its plan, each call of the plan, each request to a subgraph, with what is known of it", async () => {
  const { gateway, collector, told } = await traced();
  const headers = { "apollographql-client-name": "web", "apollographql-client-version": "1.2" };
  const variables = { id: "p1" };
  const token = await gateway.token();
  await gateway.ask(SHELF, { variables, headers, token });
  await gateway.ask(SHELF, { variables, headers, token });

  const spans = await told(2);
  const calls = { "call goods": { "fetch goods": {} }, "call stars": { "fetch stars": {} } };
  assert.deepEqual(treesOf(spans), [{ query: { plan: {}, ...calls } }, { query: calls }]);
  const [first, second] = spans.filter(({ name }) => name === "query");
  const { "graphql.request.id": requestId, "graphql.cost": cost, ...known } = first!.attributes;
  assert.equal(typeof requestId, "string");
  assert.ok(Number(cost) > 0);
  assert.deepEqual(known, {
    "graphql.operation.type": "query",
    "graphql.operation.name": "Shelf",
    "graphql.client.name": "web",
    "graphql.client.version": "1.2",
    "graphql.transport": "http",
    "graphql.plan": "miss",
    "graphql.fetches": 2,
    "http.response.status_code": 200,
  });
  assert.equal(second!.attributes["graphql.plan"], "hit");
  const of = (name: string) => spans.find((span) => span.name === name)!;
  assert.deepEqual([first!.kind, of("plan").kind, of("call goods").kind, of("fetch goods").kind], [2, 1, 1, 3]);
  assert.equal(of("plan").attributes["graphql.plan.calls"], 2);
  assert.deepEqual(of("fetch stars").attributes, {
    "graphql.subgraph.name": "stars",
    "graphql.call.outcome": "answered",
  });
  assert.ok(of("call stars").startedAt + CLOCK_NS >= of("call goods").endedAt, "one waits for the other");
  assert.ok(!collector.text().includes("p1") && !collector.text().includes(token), "variables and tokens stay out");
});

test("what went wrong is told as codes: of the try, and of the request", async () => {
  const { gateway, collector, told } = await traced({}, { limits: { queryTriesMax: 2 } });
  gateway.condition("stars", "down");
  const down = await gateway.ask(SHELF, { variables: { id: "p1" } });
  const { errors } = await gateway.ask(`query Secret { broken }`);
  await gateway.ask(`{ nonsense`);
  assert.deepEqual([down.data.product.stars, errors[0]!.extensions.code], [null, "INTERNAL_SERVER_ERROR"]);

  const spans = await told(3);
  const tries = spans.filter(({ name }) => name === "fetch stars");
  assert.equal(tries.length, 2, "each try by itself");
  for (const { fault, attributes } of tries)
    assert.deepEqual([fault, attributes["graphql.call.outcome"]], ["SERVICE_UNAVAILABLE", "unreachable"]);
  const requests = spans.filter(({ kind }) => kind === 2).map(({ name, fault }) => `${name} ${fault}`);
  assert.deepEqual(requests, [
    "query SERVICE_UNAVAILABLE",
    "query INTERNAL_SERVER_ERROR",
    "graphql GRAPHQL_PARSE_FAILED",
  ]);
  assert.doesNotMatch(collector.text(), /SELECT|ECONNREFUSED|nonsense|\.internal/);
});

test("a client's trace is gone on with, and each subgraph goes on with its own call, over HTTP", async () => {
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer((incoming, outgoing) => {
    heard.push(incoming.headers);
    outgoing.setHeader("content-type", "application/json");
    outgoing.end(JSON.stringify({ data: { product: { id: "p1", name: "Anvil" } } }));
  });
  const { close, ...executor } = overHttp({ name: "goods", url: `${await listen(server)}/graphql`, from: "gateway" });
  closing.push(() => server.close(), close);
  const asked = async (
    tracing: Partial<TracingOptions>,
    headers: Record<string, string>,
    subgraph: SubgraphExecutor = executor,
  ) => {
    const { gateway, told } = await traced(tracing, { forward: ["traceparent", "tracestate", "x-shop"] });
    const graph = { supergraphSdl: gateway.supergraphSdl, executors: () => subgraph };
    await gateway.gateway.reload(graph);
    await gateway.ask("{ product(id: 1) { name } }", { headers });
    return { spans: await told(1), heard: heard.pop()! };
  };

  const client = { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: "vendor=1", "x-shop": "mine" };
  const kept = await asked({ keptRatio: 0 }, client);
  const [fetch, request] = ["fetch goods", "query"].map((name) => kept.spans.find((span) => span.name === name)!);
  assert.deepEqual([request!.traceId, request!.parentId], [TRACE, PARENT]);
  assert.equal(kept.heard.traceparent, `00-${TRACE}-${fetch!.id}-01`);
  assert.deepEqual([kept.heard.tracestate, kept.heard["x-shop"]], ["vendor=1", "mine"]);

  const unkept = await asked({}, { ...client, traceparent: `00-${TRACE}-${PARENT}-00` });
  assert.deepEqual(unkept.spans, []);
  assert.match(String(unkept.heard.traceparent), new RegExp(`^00-${TRACE}-(?!${PARENT})\\w{16}-00$`));

  const stranger = await asked({ parentsFrom: "trusted peers" }, client);
  assert.match(String(stranger.heard.traceparent), new RegExp(`^00-(?!${TRACE})\\w{32}-\\w{16}-01$`));
  assert.equal(stranger.heard.tracestate, undefined);

  const unlucky = await asked({ keptRatio: 0, parentsFrom: "nobody" }, client);
  assert.deepEqual(unlucky.spans, []);
  assert.match(String(unlucky.heard.traceparent), /-00$/);

  const remove = ["traceparent", "tracestate"];
  const foreign = withHeaderRules(executor, { forward: ["x-shop"], set: {}, remove }, ["x-shop"]);
  const untold = await asked({}, client, foreign);
  assert.ok(untold.spans.some(({ name }) => name === "fetch goods"));
  assert.deepEqual([untold.heard.traceparent, untold.heard["x-shop"]], [undefined, "mine"]);
});

test("parts that come later belong to the request that asked for them", async () => {
  const { gateway, told } = await traced();
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { accept: "multipart/mixed;deferSpec=20220824, application/json", "content-type": "application/json" },
    body: JSON.stringify({ query: `query Page { products { name ... @defer { stars } } }` }),
  });
  for await (const _ of partsOf(response));
  const spans = await told(1);
  const calls = { "call goods": { "fetch goods": {} }, "call stars": { "fetch stars": {} } };
  assert.deepEqual(treesOf(spans), [{ query: { plan: {}, ...calls } }]);
  const [page] = spans.filter(({ name }) => name === "query");
  assert.ok(
    spans.every(({ endedAt }) => endedAt <= page!.endedAt + CLOCK_NS),
    "its time is the whole answer's",
  );
});

test("an event is a trace of its own, once for all who watch, that says which subscription it belongs to", async () => {
  const { gateway, told } = await traced();
  const authorization = `Bearer ${await gateway.token()}`;
  const { client, subscribe } = liveClient(gateway.url, { authorization });
  const query = `subscription Watch { orderChanged(id: "o1") { status order { lines { product { stars } } } } }`;
  const [one, two] = [subscribe(query), subscribe(query)];
  await Promise.all([one.first(1), two.first(1)]);
  gateway.toys.emit("PAID");
  await Promise.all([one.first(2), two.first(2)]);
  await client.dispose();

  const spans = await told(2);
  const trees = treesOf(spans);
  const event = { event: { "call stars": { "fetch stars": {} } } };
  const events = spans.filter(({ name }) => name === "event");
  assert.deepEqual(trees.filter((tree) => "event" in tree).slice(-1), [event]);
  const subscriptions = spans.filter(({ name }) => name === "subscription");
  assert.deepEqual(
    subscriptions.map(({ attributes }) => [attributes["graphql.operation.name"], attributes["graphql.transport"]]),
    [
      ["Watch", "websocket"],
      ["Watch", "websocket"],
    ],
  );
  assert.equal(spans.filter(({ name }) => name === "subscribe tills").length > 0, true);
  const last = events.at(-1)!;
  assert.deepEqual([last.attributes["graphql.watchers"], last.attributes["graphql.operation.name"]], [2, "Watch"]);
  assert.ok(subscriptions.some(({ id }) => last.links.includes(id)));
  assert.notEqual(last.traceId, subscriptions[0]!.traceId);
});
