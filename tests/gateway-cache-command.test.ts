import assert from "node:assert/strict";
import { after, before, test, type TestContext } from "node:test";
import { Redis } from "ioredis";
import type { GatewayConfigInput } from "#gateway/config/gateway-settings.ts";
import { eventually } from "./support/eventually.ts";
import { type GatewayCommand, startGatewayCommand } from "./support/gateway-command.ts";
import { openSmallGraph, type SmallGraph } from "./support/small-graph.ts";

/** What an operator gets who says where answers are kept. */
const url = process.env.AGORA_TEST_REDIS;
const ITEMS = "{ items { id name price } }";
let graph: SmallGraph;
let supergraph: string;
before(async () => {
  graph = await openSmallGraph();
  const kept = "@cacheControl(maxAge: 60, scope: PUBLIC)";
  supergraph = graph
    .supergraph(1)
    .replace("items: [Item!]!", `items: [Item!]! ${kept}`)
    .replace("type Item\n", `type Item ${kept}\n`);
});
after(() => graph.close());

test("answers are kept in memory, whole and in parts, and HTTP is told", async (t) => {
  const gateway = await start(t, { cache: { store: "memory" } });
  await gateway.ask(ITEMS);
  await gateway.ask(ITEMS);
  await gateway.ask("{ items { id price } version1 }");
  assert.deepEqual(await fetchesOf(gateway, 3), [2, 0, 1]);
  const response = await fetch(`${gateway.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: ITEMS }),
  });
  assert.equal(response.headers.get("cache-control"), "public, max-age=60");
});

test("where clients get subgraphs' headers no answer over HTTP is kept, and the log says so at the start", async (t) => {
  const warned = (gateway: GatewayCommand) =>
    gateway.logged().filter(({ msg }) => String(msg).startsWith("cache.store"));
  const keeping = await start(t, { cache: { store: "memory" } });
  assert.deepEqual(warned(keeping), []);
  const toClients = { forward: ["x-served-by"] };
  const gateway = await start(t, { cache: { store: "memory" }, headers: { toClients } });
  await gateway.ask(ITEMS);
  await gateway.ask(ITEMS);
  assert.deepEqual(await fetchesOf(gateway, 2), [2, 2]);
  assert.deepEqual(
    warned(gateway).map(({ forward }) => forward),
    [["x-served-by"]],
  );
});

for (const store of ["memory", "redis"] as const)
  test(
    `kept in ${store}: a message drops what it names, in every worker`,
    { skip: url ? false : "AGORA_TEST_REDIS is not set" },
    async (t) => {
      const keyPrefix = `agora-test-${process.pid}-${Date.now()}:`;
      const redis = new Redis(url!);
      t.after(() => redis.disconnect());
      const gateway = await start(t, { workers: 2, cache: { store, topic: "drops" }, redis: { url: url!, keyPrefix } });
      /** Connections are handed out in turn: so many in a row are answered by both. */
      const asked = async () => {
        const before = gateway.logged().filter(({ msg }) => msg === "operation").length;
        for (let n = 0; n < 6; n += 1) await gateway.ask(ITEMS);
        const all = await fetchesOf(gateway, before + 6);
        return all.slice(before).reduce((sum, fetches) => sum + fetches, 0);
      };
      await eventually(async () => assert.equal(await asked(), 0));
      await redis.spublish(`${keyPrefix}drops`, JSON.stringify(["Item:a", "Item:?"]));
      await eventually(async () => assert.ok((await asked()) > 0), 2_000);
      await eventually(async () => assert.equal(await asked(), 0));
    },
  );

async function start(t: TestContext, config: GatewayConfigInput): Promise<GatewayCommand> {
  const gateway = await startGatewayCommand({ supergraph, config: { workers: 1, drain: { noticeMs: 0 }, ...config } });
  t.after(() => gateway.stop("SIGKILL"));
  return gateway;
}

/** Calls of subgraphs by operation, in order, when so many are told of. */
function fetchesOf(gateway: GatewayCommand, count: number): Promise<number[]> {
  return eventually(() => {
    const told = gateway.logged().flatMap(({ msg, fetches }) => (msg === "operation" ? [fetches as number] : []));
    assert.equal(told.length, count);
    return told;
  });
}
