import assert from "node:assert/strict";
import { test } from "node:test";
import { queryObjects } from "node:v8";
import { QueryPlanner } from "@apollo/query-planner";
import { GraphQLSchema } from "graphql";
import { localCacheStore } from "#gateway/cache/store.ts";
import { createMetrics } from "#gateway/watch/metrics.ts";
import { systemClock } from "#kernel/clock.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";
import { liveClient } from "#tests/support/live-client.ts";

const RELOADS = 4;
const PARTS = { accept: "multipart/mixed;deferSpec=20220824, application/json" };

for (const planner of ["apollo", "native"] as const)
  test(`a graph that was replaced is freed, whatever ran on it (${planner} planner)`, async (t) => {
    const cache = { store: localCacheStore(systemClock), staleSeconds: 0, valueBytesMax: 100_000 };
    const gateway = await openTestGateway({ planner, cache, metrics: createMetrics() });
    t.after(() => gateway.close());
    const { client, subscribe } = await signedIn(gateway);
    await subscribe(`subscription { orderChanged(id: "o1") { status order { lines { product { name } } } } }`).first(1);
    await use(gateway, 0);
    const before = alive();

    for (let version = 1; version <= RELOADS; version += 1) {
      await replace(gateway, version);
      await use(gateway, version);
    }

    await eventually(() => assert.deepEqual(alive(), before));
    client.terminate();
  });

/** Of each graph there are two schemas, and Apollo's planner. */
function alive() {
  return { schemas: queryObjects(GraphQLSchema), planners: queryObjects(QueryPlanner) };
}

async function use(gateway: TestGateway, version: number): Promise<void> {
  const { ask, traffic } = gateway;
  const { client, subscribe } = await signedIn(gateway);
  await subscribe(`subscription { orderChanged(id: "o2") { status } }`).first(1);
  assert.ok((await ask("{ products { name stars reviewCount } }")).data);
  assert.match((await ask(`{ product(id: "p1") { name ... @defer { stars } } }`, { headers: PARTS })).text, /stars/);
  assert.ok((await ask("{ __schema { types { name } } }")).data);
  assert.ok((await ask(`{ nothing${version} }`)).errors);
  client.terminate();
  // It keeps the signals of requests, and they where they were aborted.
  traffic.length = 0;
}

async function replace({ gateway, executors, supergraphSdl }: TestGateway, version: number): Promise<void> {
  const executorOf = (name: string) => executors.get(name)!;
  await assert.rejects(gateway.reload({ supergraphSdl: supergraphSdl.slice(0, -2), executors: executorOf }));
  await gateway.reload({ supergraphSdl: `${supergraphSdl}\n# ${version}`, executors: executorOf });
}

async function signedIn(gateway: TestGateway) {
  return liveClient(gateway.url, { Authorization: `Bearer ${await gateway.token()}` });
}
