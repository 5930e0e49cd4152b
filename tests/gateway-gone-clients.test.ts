import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createMetrics } from "#gateway/watch/metrics.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";
import { liveClient } from "#tests/support/live-client.ts";

/** What is told of operations whose clients do not wait for the answer. */
const metrics = createMetrics();
let gateway: TestGateway;
before(async () => {
  gateway = await openTestGateway({ metrics, limits: { operationsPerBatchMax: 2 } });
});
after(() => gateway.close());
beforeEach(() => {
  gateway.logged.length = 0;
  gateway.traffic.length = 0;
});

/** Asks, and leaves when the returned function is called. */
function asking(body: unknown): () => Promise<void> {
  const leaving = new AbortController();
  const headers = { "content-type": "application/json" };
  const { signal } = leaving;
  const asked = fetch(`${gateway.url}/graphql`, { method: "POST", headers, body: JSON.stringify(body), signal });
  const gone = assert.rejects(asked);
  return () => (leaving.abort(), gone);
}

function lines(count: number): Promise<Record<string, any>[]> {
  return eventually(() => {
    const found = gateway.logged.filter(({ msg }) => msg === "operation");
    assert.equal(found.length, count);
    return found;
  });
}

test("an operation whose client gives up is told with all that is known of it, and as no success", async () => {
  const letGo = gateway.hold("goods");
  const leave = asking({ query: "query Slow { products { name } }" });
  await eventually(() => assert.equal(gateway.traffic.length, 1));
  await leave();
  const [line] = await lines(1);
  letGo();
  assert.deepEqual(
    [line!.operationName, line!.operationType, line!.fetches, line!.errorCodes, line!.status],
    ["Slow", "query", 1, ["CLIENT_CLOSED"], undefined],
  );
  assert.ok(line!.cost > 0 && line!.plan === "miss");
  const told = (await metrics.text()).split("\n").filter((line) => line.startsWith("gateway_operations_total"));
  assert.equal(told.length, 1);
  assert.match(told[0]!, /operation_name="Slow",operation_type="query",.*outcome="CLIENT_CLOSED"/);
});

test("so is one over a websocket whose client completes it", async () => {
  const letGo = gateway.hold("goods");
  const { client, subscribe } = liveClient(gateway.url);
  const asked = subscribe("query OnSocket { products { name } }");
  await eventually(() => assert.equal(gateway.traffic.length, 1));
  asked.stop();
  const [line] = await lines(1);
  letGo();
  assert.deepEqual(
    [line!.operationName, line!.transport, line!.fetches, line!.errorCodes],
    ["OnSocket", "websocket", 1, ["CLIENT_CLOSED"]],
  );
  assert.match(await metrics.text(), /operation_name="OnSocket".*outcome="CLIENT_CLOSED"/);
  await client.dispose();
});

test("each operation of a batch is told so", async () => {
  const letGo = gateway.hold("goods");
  const leave = asking([{ query: "query A { products { name } }" }, { query: "query B { products { id name } }" }]);
  await eventually(() => assert.equal(gateway.traffic.length, 2));
  await leave();
  const told = await lines(2);
  letGo();
  assert.deepEqual(
    told.map(({ operationName, errorCodes }) => [operationName, errorCodes]),
    [
      ["A", ["CLIENT_CLOSED"]],
      ["B", ["CLIENT_CLOSED"]],
    ],
  );
});

test("who leaves others with an answer that they share makes it no less a success for them", async () => {
  const letGo = gateway.hold("goods");
  const body = { query: "query Shared { products { id } }" };
  const first = gateway.ask(body.query);
  await eventually(() => assert.equal(gateway.traffic.length, 1));
  const leave = asking({ ...body });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await leave();
  await lines(1);
  letGo();
  await first;
  const told = await lines(2);
  assert.deepEqual(
    told.map(({ operationName, errorCodes }) => [operationName, errorCodes]),
    [
      ["Shared", ["CLIENT_CLOSED"]],
      ["Shared", undefined],
    ],
  );
});
