import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, afterEach, before, test } from "node:test";
import { type WebSocket, WebSocketServer } from "ws";
import type { SubgraphRequest } from "#kernel/executor.ts";
import { sleep } from "#kernel/clock.ts";
import { nobody } from "#kernel/identity.ts";
import { overHttp } from "#kernel/over-http.ts";
import { overWebSocket } from "#kernel/over-websocket.ts";
import { eventually } from "#tests/support/eventually.ts";
import { listen } from "#tests/support/gateway.ts";

/** A subgraph that is not ours: it speaks graphql-transport-ws, and says what a test wants. */
const server = createServer();
const sockets: WebSocket[] = [];
const subscribed: any[] = [];
let url: string;
let isThere = true;
const closing: (() => Promise<unknown>)[] = [];
const say = (message: object) => sockets.at(-1)!.send(JSON.stringify(message));

before(async () => {
  url = `${await listen(server)}/graphql`;
  new WebSocketServer({ server }).on("connection", (socket) => {
    sockets.push(socket);
    if (!isThere) return socket.close(1000);
    socket.on("message", (text) => {
      const message = JSON.parse(String(text));
      if (message.type === "connection_init") socket.send(`{"type":"connection_ack"}`);
      if (message.type === "subscribe") subscribed.push(message);
    });
  });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  isThere = true;
  sockets.length = 0;
  subscribed.length = 0;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const open = () => {
  const socket = overWebSocket(url);
  closing.push(socket.close);
  return socket;
};
const query = "subscription { a }";

test("all subscriptions go over one socket, each with its own events", async () => {
  const { subscribe } = open();
  const streams = [subscribe({ query }), subscribe({ query: "subscription { b }" })];
  await eventually(() => assert.equal(subscribed.length, 2));
  assert.equal(sockets.length, 1);
  for (const { id, payload } of subscribed) say({ id, type: "next", payload: { data: { query: payload.query } } });
  for (const [index, text] of [query, "subscription { b }"].entries())
    assert.deepEqual((await streams[index]!.next()).value, { data: { query: text } });
});

test("an error message is the stream's last result", async () => {
  const stream = open().subscribe({ query });
  await eventually(() => assert.equal(subscribed.length, 1));
  const payload = [{ message: "not yours", extensions: { code: "FORBIDDEN" } }];
  say({ id: subscribed[0].id, type: "error", payload });
  assert.deepEqual(await stream.next(), { done: false, value: { errors: payload } });
  assert.equal((await stream.next()).done, true);
});

test("a socket that breaks ends its streams with an error, and the next subscription opens another", async () => {
  const { subscribe } = open();
  const streams = [subscribe({ query }), subscribe({ query })];
  await eventually(() => assert.equal(subscribed.length, 2));
  const ends = streams.map((stream) => assert.rejects(stream.next()));
  sockets[0]!.terminate();
  await Promise.all(ends);
  const next = subscribe({ query });
  await eventually(() => assert.equal(subscribed.length, 3));
  say({ id: subscribed[2].id, type: "next", payload: { data: { a: 1 } } });
  assert.deepEqual((await next.next()).value, { data: { a: 1 } });
  assert.equal(sockets.length, 2);
});

test("a subgraph that closes normally breaks its streams once: nothing is subscribed anew behind their readers' backs", async () => {
  const { subscribe } = open();
  const streams = [subscribe({ query }), subscribe({ query })];
  await eventually(() => assert.equal(subscribed.length, 2));
  const ends = streams.map((stream) => assert.rejects(stream.next()));
  sockets[0]!.close(1000, "a deploy");
  await Promise.all(ends);
  await sleep(100);
  assert.deepEqual([sockets.length, subscribed.length], [1, 2]);
  subscribe({ query });
  await eventually(() => assert.equal(subscribed.length, 3));
});

test("a subgraph that closes normally before it says that it is there is no stream either", async () => {
  isThere = false;
  await assert.rejects(open().subscribe({ query }).next());
  await sleep(100);
  assert.equal(sockets.length, 1);
});

test("a subscription that comes while the socket closes for want of others has the next one", async () => {
  const { subscribe } = open();
  const first = subscribe({ query });
  await eventually(() => assert.equal(subscribed.length, 1));
  await first.return!();
  sockets[0]!.pause();
  await sleep(1_100);
  const next = subscribe({ query });
  sockets[0]!.resume();
  await eventually(() => assert.equal(subscribed.length, 2));
  say({ id: subscribed[1].id, type: "next", payload: { data: { a: 1 } } });
  assert.deepEqual((await next.next()).value, { data: { a: 1 } });
});

test("a stream that is ended does not wait for its next event, and leaves the socket for the next one", async () => {
  const { subscribe } = open();
  const stream = subscribe({ query });
  await eventually(() => assert.equal(subscribed.length, 1));
  const pending = stream.next();
  await stream.return!();
  assert.equal((await pending).done, true);
  subscribe({ query });
  await eventually(() => assert.equal(subscribed.length, 2));
  assert.equal(sockets.length, 1);
});

test("each subscription says for itself what HTTP says in headers", async () => {
  const executor = overHttp({ name: "foreign", url, from: "gateway" });
  closing.push(executor.close);
  const request: SubgraphRequest = {
    ...{ document: query, caller: nobody, context: { market: "", currency: "", locale: "" }, requestId: "r" },
    ...{ deadlineAtMs: Infinity, signal: new AbortController().signal },
  };
  await executor.subscribe({ ...request, forwarded: ["authorization", "Bearer a", "x-trace", "1"] });
  await executor.subscribe({ ...request, forwarded: ["authorization", "Bearer b"] });
  await executor.subscribe(request);
  await eventually(() => assert.equal(subscribed.length, 3));
  assert.deepEqual(
    subscribed.map(({ payload }) => payload.extensions),
    [{ headers: { authorization: "Bearer a", "x-trace": "1" } }, { headers: { authorization: "Bearer b" } }, {}],
  );
});
