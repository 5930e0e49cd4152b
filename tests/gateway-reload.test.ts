import assert from "node:assert/strict";
import { after, before, test, type TestContext } from "node:test";
import { parse, print, visit } from "graphql";
import { eventually } from "#tests/support/eventually.ts";
import { type GatewayCommand, startGatewayCommand } from "#tests/support/gateway-command.ts";
import { liveClient } from "#tests/support/live-client.ts";
import { startLoad } from "#tests/support/load.ts";
import { openSmallGraph, type SmallGraph } from "#tests/support/small-graph.ts";

const QUERY = "{ items { name price } }";
const EXPECTED = { data: { items: ["a", "b", "c"].map((id) => ({ name: `Item ${id}`, price: id.charCodeAt(0) })) } };
const SOON = { reload: { settleMs: 20 }, drain: { noticeMs: 0 } };

let graph: SmallGraph;
before(async () => {
  graph = await openSmallGraph();
});
after(() => graph.close());

test("twenty reloads under load, five of them broken: no request fails, no subscription ends", async (t) => {
  const gateway = await start(t, 1);
  const load = startLoad({ url: gateway.url, clients: 4, query: QUERY, expected: EXPECTED, pauseMs: 10 });
  const live = liveClient(gateway.url);
  const ticks = live.subscribe("subscription { ticked { count item { name price } } }");
  await ticks.first(1);

  const broken = brokenSupergraphs(graph);
  let version = 0;
  for (let n = 1; n <= 20; n += 1) {
    const refused = n % 4 === 0 ? broken.shift() : undefined;
    if (refused === undefined) version += 1;
    gateway.writeSupergraph(refused ?? graph.supergraph(version), n % 2 === 0 ? "in place" : "replaced");
    await eventually(() => assert.equal(told(gateway), n));
    assert.deepEqual(await gateway.ask(`{ version${version} }`), { data: { [`version${version}`]: version } });
  }

  await load.stop();
  assert.deepEqual(load.failed(), []);
  assert.ok(load.answered() > 200, `${load.answered()} answered`);
  assert.equal(refusals(gateway).length, 5);
  for (const { file, error } of refusals(gateway)) assert.ok(file.endsWith("supergraph.graphql") && error.length > 0);
  const counts = ticks.results.map(({ data }) => data.ticked.count);
  assert.deepEqual(
    counts,
    counts.map((_, n) => n + 1),
    "no event is lost, none comes twice",
  );
  assert.ok(ticks.results.every(({ errors, data }) => !errors && data.ticked.item.price > 0));
  live.client.terminate();
  assert.equal(await gateway.stop(), 0);
});

test("a subscription goes on with the graph of the day, and is closed with 4499 when a field of its is gone", async (t) => {
  const gateway = await start(t, 1);
  const named = liveClient(gateway.url);
  const nicknamed = liveClient(gateway.url);
  const stays = named.subscribe("subscription { ticked { item { name } } }");
  const ends = nicknamed.subscribe("subscription { ticked { item { nickname } } }");
  await Promise.all([stays.first(1), ends.first(1)]);

  gateway.writeSupergraph(graph.supergraph(1, ["nickname"]));
  const { code } = await nicknamed.closed();
  const seen = stays.results.length;
  await stays.first(seen + 2);

  assert.equal(code, 4499);
  const again = liveClient(gateway.url).subscribe("subscription { ticked { item { nickname } } }");
  assert.match((await again.ended())[0].message, /nickname/);
  named.client.terminate();
  assert.equal(await gateway.stop(), 0);
});

test("a request that runs at a reload ends on the graph it began on", async (t) => {
  const gateway = await start(t, 1);
  const running = gateway.ask("{ slow(ms: 1000) items { nickname } }");
  await new Promise((resolve) => setTimeout(resolve, 100));

  gateway.writeSupergraph(graph.supergraph(1, ["nickname"]));
  await eventually(() => assert.equal(told(gateway), 1));

  const late = await gateway.ask("{ items { nickname } }");
  assert.match(late.errors[0].message, /nickname/);
  assert.deepEqual((await running).data.items[0], { nickname: "A" });
  assert.equal(await gateway.stop(), 0);
});

test("in one process other settings take over in place, and those that take a restart are named", async (t) => {
  const gateway = await start(t, 1);
  const load = startLoad({ url: gateway.url, clients: 4, query: QUERY, expected: EXPECTED, pauseMs: 10 });
  const live = liveClient(gateway.url);
  await live.subscribe("subscription { ticked { count } }").first(1);

  gateway.writeConfig({ ...SOON, limits: { rootFieldsMax: 1 }, server: { host: "127.0.0.2" }, workers: 3 });
  await eventually(() => assert.ok(gateway.logged().some(({ msg }) => msg === "settings: taken over")));

  await load.stop();
  assert.deepEqual(load.failed(), []);
  assert.equal((await live.closed()).code, 1001);
  const limited = await gateway.ask("{ version0 again: version0 }");
  assert.equal(limited.errors[0].extensions.limit, "rootFieldsMax");
  const named = gateway.logged().find(({ msg }) => msg === "settings: these take a restart of the process");
  assert.deepEqual(named?.settings, ["server.host"]);
  assert.equal(await gateway.stop(), 0);
});

test("workers take over one after the other, and a refusal by the first leaves all on the graph before", async (t) => {
  const gateway = await start(t, 2);
  const load = startLoad({ url: gateway.url, clients: 4, query: QUERY, expected: EXPECTED, pauseMs: 10 });
  gateway.writeSupergraph(brokenSupergraphs(graph)[0]!);
  await eventually(() => assert.equal(refusals(gateway).length, 1));
  gateway.writeSupergraph(graph.supergraph(1));
  await eventually(() => assert.equal(told(gateway), 2));

  const answers = await Promise.all(Array.from({ length: 8 }, () => gateway.ask("{ version1 }")));
  await load.stop();
  assert.deepEqual(
    answers,
    answers.map(() => ({ data: { version1: 1 } })),
  );
  assert.deepEqual(load.failed(), []);
  assert.equal(await gateway.stop(), 0);
});

async function start(t: TestContext, workers: number): Promise<GatewayCommand> {
  const args = ["--workers", `${workers}`];
  const gateway = await startGatewayCommand({ supergraph: graph.supergraph(0), config: SOON, args });
  t.after(() => gateway.stop("SIGKILL"));
  return gateway;
}

function told(gateway: GatewayCommand): number {
  return gateway.logged().filter(({ msg }) => /^supergraph: (taken over|refused)/.test(msg)).length;
}

function refusals(gateway: GatewayCommand): Record<string, any>[] {
  return gateway.logged().filter(({ msg }) => msg.startsWith("supergraph: refused"));
}

/** Cut off, no GraphQL, without a subgraph's address, of a feature that nobody knows, without a field to ask. */
function brokenSupergraphs(graph: SmallGraph): string[] {
  const whole = graph.supergraph(40);
  return [
    whole.slice(0, whole.length / 2),
    "<html>502 Bad Gateway</html>",
    whole.replace(/url: "http[^"]*"/, 'url: ""'),
    whole.replace("schema\n", `schema\n  @link(url: "https://example.com/odd/v1.0", for: EXECUTION)\n`),
    print(visit(parse(whole), { ObjectTypeDefinition: (node) => (node.name.value === "Query" ? null : undefined) })),
  ];
}
