import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { pairKeysFrom } from "#kernel/identity.ts";
import { inProcess } from "#kernel/in-process.ts";
import { silentLog } from "#kernel/log.ts";
import { overHttp } from "#kernel/over-http.ts";
import { createSubgraphServer } from "#kernel/serve-subgraph.ts";
import { listen, openTestGateway, PLATFORM_SECRET } from "#tests/support/gateway.ts";
import { type LiveClient, liveClient } from "#tests/support/live-client.ts";
import { toySubgraphs } from "#tests/support/toy-subgraphs.ts";

const clients: LiveClient[] = [];
const live = (url: string, parameters?: Record<string, unknown>) => {
  const client = liveClient(url, parameters);
  clients.push(client);
  return client;
};
afterEach(() => clients.splice(0).forEach(({ client }) => client.terminate()));

test("a subgraph that goes ends its streams with a word to come again; when it is back, they go on where they stood", async () => {
  const gateway = await openTestGateway();
  const { subgraphs, world } = toySubgraphs();
  const subgraph = subgraphs.find(({ name }) => name === "tills")!;
  const keys = pairKeysFrom(PLATFORM_SECRET);
  const serve = () =>
    createSubgraphServer({
      ...{ subgraph, keys, log: silentLog, executor: inProcess(subgraph, silentLog) },
      ...{ callers: new Set(["gateway"]), isReady: async () => true },
    });
  let served = serve();
  const url = await listen(served.server);
  const tills = overHttp({ name: "tills", url: `${url}/graphql`, from: "gateway", keys });
  const executors = (name: string) => (name === "tills" ? tills : gateway.executors.get(name)!);
  await gateway.gateway.reload({ supergraphSdl: gateway.supergraphSdl, executors });
  try {
    const line = live(gateway.url, { Authorization: `Bearer ${await gateway.token()}` });
    const watch = (after: number) =>
      line.subscribe(`subscription { orderChanged(id: "o1", afterSequence: ${after}) { sequence } }`);
    const watches = [watch(0), watch(0), watch(0)];
    await Promise.all(watches.map((one) => one.first(1)));
    await served.close();
    for (const one of watches) {
      const [{ extensions }] = await one.ended();
      assert.deepEqual([extensions.code, extensions.retryable], ["SERVICE_UNAVAILABLE", true]);
    }
    const [meanwhile] = await watch(1).ended();
    assert.equal(meanwhile.extensions.code, "SERVICE_UNAVAILABLE");

    world.emit("PAID");
    served = serve();
    await new Promise<void>((resolve) => served.server.listen(Number(new URL(url).port), "127.0.0.1", resolve));
    const again = watch(1);
    world.emit("SENT");
    const results = await again.first(2);
    assert.deepEqual(
      results.map(({ data }) => data.orderChanged.sequence),
      [2, 3],
    );
  } finally {
    world.end();
    await gateway.close();
    await tills.close();
    await served.close();
  }
});
