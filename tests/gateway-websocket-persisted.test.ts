import assert from "node:assert/strict";
import { once } from "node:events";
import { after, test } from "node:test";
import { WebSocket } from "ws";
import { LIMITS } from "#gateway/limits.ts";
import { localDocumentStore, sha256 } from "#gateway/persisted-operations/document-store.ts";
import { parseWithinLimits } from "#gateway/plugins/limits.ts";
import { createPersistedOperations } from "#gateway/plugins/persisted-operations.ts";
import { systemClock as clock } from "#kernel/clock.ts";
import { silentLog } from "#kernel/log.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway } from "#tests/support/gateway.ts";

const NAMES = "query Names { products { name } }";
const WATCH = `subscription Watch($id: ID!) { orderChanged(id: $id) { status } }`;
const FREE = "{ __typename }";
const names = { id: sha256(NAMES), name: "Names", type: "query", body: NAMES };
const watch = { id: "watch-1", name: "Watch", type: "subscription", body: WATCH };
const ours = { id: "names", name: "Names", type: "query", body: NAMES, clientName: "shop" };
const manifest = {
  ...{ format: "apollo-persisted-query-manifest", version: 1 },
  operations: [names, watch, ours],
};

const apollo = (sha256Hash: unknown, version = 1) => ({ persistedQuery: { version, sha256Hash } });

/** A socket; each payload is sent under an id of its own, and the first that comes for it returned. */
async function open(options: { safelist: "off" | "log" | "enforce"; requireId?: boolean }, program?: string) {
  const gateway = await openTestGateway({
    persisted: createPersistedOperations({
      ...{ requireId: false, introspection: false, clock, log: silentLog, ...options },
      manifests: [{ file: "shop.json", text: JSON.stringify(manifest) }],
      parse: (source) => parseWithinLimits(source, LIMITS),
      automatic: localDocumentStore(),
    }),
  });
  after(() => gateway.close());
  const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  after(() => socket.terminate());
  const heard: { id?: string; type: string; payload?: any }[] = [];
  socket.on("message", (message) => heard.push(JSON.parse(String(message))));
  await once(socket, "open");
  const Authorization = `Bearer ${await gateway.token()}`;
  socket.send(
    JSON.stringify({ type: "connection_init", payload: { Authorization, "apollographql-client-name": program } }),
  );
  let count = 0;
  return async (payload: object): Promise<unknown> => {
    const id = String((count += 1));
    await eventually(() => assert.equal(heard[0]?.type, "connection_ack"));
    socket.send(JSON.stringify({ id, type: "subscribe", payload }));
    return eventually(() => {
      assert.equal(socket.readyState, WebSocket.OPEN, "the socket is open");
      const first = heard.find((message) => message.id === id);
      assert.ok(first);
      return first.type === "error" ? first.payload[0].extensions.code : first.payload.data;
    });
  };
}

const PRODUCTS = { products: [{ name: "Anvil" }, { name: "Bellows" }] };
const CHANGED = { orderChanged: { status: "NEW" } };

for (const safelist of ["off", "log", "enforce"] as const)
  test(`an id stands for its operation on a websocket, whether a text is beside it or none (safelist ${safelist})`, async () => {
    for (const requireId of safelist === "off" ? [false] : [false, true]) {
      const ask = await open({ safelist, requireId });
      for (const query of [{}, { query: "" }, { query: null }]) {
        assert.deepEqual(await ask({ ...query, documentId: names.id }), PRODUCTS);
        assert.deepEqual(await ask({ ...query, documentId: `sha256:${names.id}`, extensions: null }), PRODUCTS);
        assert.deepEqual(await ask({ ...query, extensions: apollo(names.id) }), PRODUCTS);
        assert.deepEqual(await ask({ ...query, documentId: "watch-1", variables: { id: "o1" } }), CHANGED);
      }
    }
  });

test("a bad id is told to the operation that names it, and the socket goes on", async () => {
  const ask = await open({ safelist: "enforce" });
  assert.equal(await ask({ documentId: "nobody" }), "PERSISTED_QUERY_NOT_IN_LIST");
  for (const documentId of [7, "", {}]) assert.equal(await ask({ documentId }), "BAD_USER_INPUT");
  assert.equal(await ask({ extensions: apollo(7) }), "BAD_USER_INPUT");
  assert.equal(await ask({ extensions: apollo(names.id, 2) }), "BAD_USER_INPUT");
  assert.equal(await ask({ extensions: { persistedQuery: "x" } }), "BAD_USER_INPUT");
  assert.equal(await ask({ documentId: "watch-1", extensions: apollo(names.id) }), "BAD_USER_INPUT");
  assert.equal(await ask({ query: NAMES, documentId: names.id }), "CANNOT_SEND_PQ_ID_AND_BODY");
  assert.equal(await ask({ documentId: "watch-1", variables: {} }), "BAD_USER_INPUT");
  assert.deepEqual(await ask({ documentId: names.id }), PRODUCTS);
});

test("a client's own operation is had by the name in its connection_init", async () => {
  assert.deepEqual(await (await open({ safelist: "enforce" }, "shop"))({ documentId: "names" }), PRODUCTS);
  const other = await open({ safelist: "enforce" }, "other");
  assert.equal(await other({ documentId: "names" }), "PERSISTED_QUERY_NOT_IN_LIST");
});

test("a text that is sent with its hash once is had by the hash from then on", async () => {
  const ask = await open({ safelist: "off" });
  const extensions = apollo(sha256(FREE));
  assert.equal(await ask({ extensions }), "PERSISTED_QUERY_NOT_FOUND");
  assert.deepEqual(await ask({ query: FREE, extensions }), { __typename: "Query" });
  assert.deepEqual(await ask({ extensions }), { __typename: "Query" });
  assert.deepEqual(await ask({ documentId: sha256(FREE) }), { __typename: "Query" });
});
