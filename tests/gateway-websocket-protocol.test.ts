import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { after, afterEach, before, test } from "node:test";
import { WebSocket } from "ws";
import { noFacts } from "#gateway/operation.ts";
import type { Gateway } from "#gateway/gateway.ts";
import { clientAddresses } from "#gateway/http/client-address.ts";
import { LIMITS } from "#gateway/limits.ts";
import { acceptWebSockets, type WebSockets } from "#gateway/websocket.ts";
import { sleep } from "#kernel/clock.ts";
import { ClientError } from "#kernel/errors.ts";
import { nobody } from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";
import { eventually } from "#tests/support/eventually.ts";
import { listen } from "#tests/support/gateway.ts";

/** The rules of graphql-transport-ws, told to a gateway that only says what it is told to say. */
const QUERY = { query: "{ a }" };
let url: string;
let close: () => Promise<void>;
let accepted: WebSockets;
let answering: Gateway["run"];
let returned = 0;
const sockets: WebSocket[] = [];

before(async () => {
  const gateway = {
    limits: { ...LIMITS, socketInitMsMax: 200, operationsPerSocketMax: 3, streamStalledMsMax: 100 },
    identify: async () => nobody,
    contextOf: async () => ({ market: "", currency: "", locale: "" }),
    forwardedOf: () => [],
    apiKeyOf: () => undefined,
    onRevoked: () => () => {},
    run: (...call: Parameters<Gateway["run"]>) => answering(...call),
  } as unknown as Gateway;
  accepted = acceptWebSockets({ gateway, addresses: clientAddresses([]), log: silentLog });
  const server = createServer();
  server.on("upgrade", accepted.upgrade);
  url = await listen(server);
  close = async () => {
    await accepted.close();
    await new Promise((resolve) => server.close(resolve));
  };
});
after(() => close());
afterEach(() => sockets.splice(0).forEach((socket) => socket.terminate()));

const answered = (answer: unknown) => async () =>
  ({ answer, facts: { ...noFacts(), operationType: "subscription" } }) as never;

/** Events that never end by themselves. */
function endless(): AsyncIterableIterator<string> {
  const { promise, resolve } = Promise.withResolvers<IteratorResult<string>>();
  const end = () => {
    returned += 1;
    resolve({ done: true, value: undefined });
    return promise;
  };
  return { [Symbol.asyncIterator]: endless, next: () => promise, return: end };
}

async function* texts(...all: string[]) {
  yield* all;
}

/** A socket and all that it was told. */
async function open({ init = true } = {}) {
  const socket = new WebSocket(url.replace("http", "ws"), "graphql-transport-ws");
  sockets.push(socket);
  const heard: any[] = [];
  socket.on("message", (message) => heard.push(JSON.parse(String(message))));
  await once(socket, "open");
  const say = (message: object | string) =>
    socket.send(typeof message === "string" ? message : JSON.stringify(message));
  const hears = (...messages: object[]) =>
    eventually(() => assert.deepEqual(heard.splice(0, heard.length === messages.length ? heard.length : 0), messages));
  const closed = once(socket, "close").then(([code, reason]) => [code, String(reason)] as const);
  if (init) {
    say({ type: "connection_init" });
    await hears({ type: "connection_ack" });
  }
  return { say, hears, heard, closed };
}

test("what is no message, or a server's message, closes the socket with 4400", async () => {
  for (const message of [
    "nonsense",
    "[]",
    "null",
    `{"type":"nonsense"}`,
    `{"type":"subscribe","id":"1"}`,
    `{"type":"subscribe","id":"","payload":{"query":"{ a }"}}`,
    `{"type":"subscribe","id":1,"payload":{"query":"{ a }"}}`,
    `{"type":"subscribe","id":"1","payload":{"query":7}}`,
    `{"type":"subscribe","id":"1","payload":{"query":"{ a }","variables":[]}}`,
    `{"type":"complete"}`,
    `{"type":"connection_ack"}`,
    `{"type":"next","id":"1","payload":{}}`,
  ]) {
    const { say, closed } = await open();
    say(message);
    assert.deepEqual(await closed, [4400, "Invalid message received"], message);
  }
});

test("operations before the acknowledgement close the socket with 4401", async () => {
  const { say, closed } = await open({ init: false });
  say({ type: "connection_init" });
  say({ type: "subscribe", id: "1", payload: QUERY });
  assert.equal((await closed)[0], 4401);
});

test("what comes after the message that lost the socket is not run", async () => {
  let count = 0;
  answering = async () => ((count += 1), answered({ data: {} })());
  const { say, closed } = await open();
  say("nonsense");
  say({ type: "subscribe", id: "1", payload: QUERY });
  assert.equal((await closed)[0], 4400);
  assert.equal(count, 0);
});

test("a second connection_init closes the socket with 4429", async () => {
  const { say, closed } = await open();
  say({ type: "connection_init" });
  assert.equal((await closed)[0], 4429);
});

test("a socket that says nothing is closed with 4408", async () => {
  const { closed } = await open({ init: false });
  assert.equal((await closed)[0], 4408);
});

test("an id that is in use closes the socket with 4409; one that is over may come again", async () => {
  answering = answered(endless());
  const { say, closed } = await open();
  returned = 0;
  say({ type: "subscribe", id: "1", payload: QUERY });
  say({ type: "complete", id: "1" });
  say({ type: "subscribe", id: "1", payload: QUERY });
  say({ type: "subscribe", id: "1", payload: QUERY });
  assert.deepEqual(await closed, [4409, "Subscriber for 1 already exists"]);
  const other = await open();
  for (let n = 0; n < 2; n += 1) other.say({ type: "subscribe", id: "é".repeat(200), payload: QUERY });
  assert.equal((await other.closed)[0], 4409, "a reason has room for 123 bytes");
  await eventually(() => assert.ok(returned >= 1, "the first is ended"));
});

test("pings are answered with their payload, before and after the acknowledgement", async () => {
  const { say, hears } = await open({ init: false });
  say({ type: "ping" });
  await hears({ type: "pong" });
  say({ type: "connection_init" });
  await hears({ type: "connection_ack" });
  say({ type: "ping", payload: { at: 1 } });
  say({ type: "pong" });
  await hears({ type: "pong", payload: { at: 1 } });
});

test("events come as they are, then the end; ids are repeated as they were given", async () => {
  answering = answered(texts(`{"data":{"n":1}}`, `{"data":{"n":2}}`));
  const { say, hears } = await open();
  const id = `é"\\ `;
  say({ type: "subscribe", id, payload: QUERY });
  await hears(
    { id, type: "next", payload: { data: { n: 1 } } },
    { id, type: "next", payload: { data: { n: 2 } } },
    { id, type: "complete" },
  );
});

test("a client that completes hears no more, and the stream is ended", async () => {
  const events = endless();
  answering = answered(events);
  const { say, hears, heard } = await open();
  returned = 0;
  say({ type: "subscribe", id: "1", payload: QUERY });
  say({ type: "complete", id: "1" });
  say({ type: "complete", id: "never begun" });
  await eventually(() => assert.equal(returned, 1));
  say({ type: "ping" });
  await hears({ type: "pong" });
  assert.deepEqual(heard, []);
});

test("a stream that begins after its client has completed, or is gone, is ended", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  answering = async () => {
    await promise;
    return answered(endless())();
  };
  returned = 0;
  const [{ say }, gone] = [await open(), await open()];
  for (const speak of [say, gone.say]) speak({ type: "subscribe", id: "1", payload: QUERY });
  say({ type: "complete", id: "1" });
  await eventually(() => gone.say({ type: "ping" }));
  sockets.at(-1)!.terminate();
  await gone.closed;
  resolve();
  await eventually(() => assert.equal(returned, 2));
});

test("what a subscription ends with is an error of its own; the socket stays", async () => {
  answering = answered(
    (async function* () {
      yield `{"data":{"n":1}}`;
      throw Object.assign(new Error("broken"), { toJSON: () => ({ message: "broken" }) });
    })(),
  );
  const { say, hears } = await open();
  say({ type: "subscribe", id: "1", payload: QUERY });
  await hears(
    { id: "1", type: "next", payload: { data: { n: 1 } } },
    { id: "1", type: "error", payload: [{ message: "broken" }] },
  );
  answering = answered(texts());
  say({ type: "subscribe", id: "1", payload: QUERY });
  await hears({ id: "1", type: "complete" });
});

test("a subscription that the schema no longer has closes the socket with 4499", async () => {
  answering = answered(
    (async function* () {
      yield `{"data":{"n":1}}`;
      throw new ClientError("SCHEMA_CHANGED", "The API changed.");
    })(),
  );
  const { say, closed } = await open();
  say({ type: "subscribe", id: "1", payload: QUERY });
  const [code, reason] = await closed;
  assert.equal(code, 4499);
  assert.match(reason, /The API changed/);
});

test("operations beyond the limit are refused, and those that are over make room", async () => {
  answering = answered(endless());
  const { say, hears, heard } = await open();
  for (const id of ["1", "2", "3", "4"]) say({ type: "subscribe", id, payload: QUERY });
  await eventually(() => assert.equal(heard.length, 1));
  assert.equal(heard.splice(0)[0].payload[0].extensions.limit, "operationsPerSocketMax");
  say({ type: "complete", id: "2" });
  answering = answered(texts(`{}`));
  say({ type: "subscribe", id: "4", payload: QUERY });
  await hears({ id: "4", type: "next", payload: {} }, { id: "4", type: "complete" });
});

test("an operation that its client wants no more is given up, and takes its place until it has ended", async () => {
  const signals: AbortSignal[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  answering = async (_, { signal }) => {
    signals.push(signal);
    await promise;
    return answered({ data: {} })();
  };
  const { say, hears, heard } = await open();
  for (const id of ["1", "2", "3", "4"]) {
    say({ type: "subscribe", id, payload: QUERY });
    if (id !== "1") say({ type: "complete", id });
  }
  await eventually(() => assert.equal(heard.length, 1));
  assert.equal(heard.splice(0)[0].payload[0].extensions.limit, "operationsPerSocketMax");
  await eventually(() =>
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false, true, true],
    ),
  );
  resolve();
  await hears({ id: "1", type: "next", payload: { data: {} } }, { id: "1", type: "complete" });
});

test("operations are given up when their socket goes", async () => {
  const { promise, resolve } = Promise.withResolvers<AbortSignal>();
  answering = async (_, { signal }) => (resolve(signal), new Promise(() => {}));
  const { say } = await open();
  say({ type: "subscribe", id: "1", payload: QUERY });
  const signal = await promise;
  assert.equal(signal.aborted, false);
  sockets.at(-1)!.terminate();
  await eventually(() => assert.ok(signal.aborted));
});

test("a subscription that has nothing to say and nothing to complain of ends without an error", async () => {
  answering = answered({ data: {} });
  const { say, hears } = await open();
  say({ type: "subscribe", id: "1", payload: QUERY });
  await hears({ id: "1", type: "next", payload: { data: {} } }, { id: "1", type: "complete" });
});

const queried = (answer: unknown) => async () => ({ answer, facts: { ...noFacts(), operationType: "query" } }) as never;
const large = (megabytes: number) => ({ data: { a: "x".repeat(megabytes * 1024 * 1024) } });

test("answers may be larger than what may wait for a client, and stop neither each other nor events", async () => {
  const [begun, events] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  answering = answered(
    (async function* () {
      begun.resolve();
      await events.promise;
      for (let n = 0; n < 10; n += 1) yield `{"data":{"n":${n}}}`;
      await new Promise(() => {});
    })(),
  );
  const { say, heard } = await open();
  say({ type: "subscribe", id: "events", payload: QUERY });
  await begun.promise;
  answering = async () => (events.resolve(), queried(large(8))());
  for (const id of ["1", "2"]) say({ type: "subscribe", id, payload: QUERY });
  const count = (type: string) => heard.filter((message) => message.type === type).length;
  await eventually(() => assert.deepEqual([count("complete"), count("next")], [2, 12]));
});

test("parts of an answer wait for each other, and may be large too", async () => {
  answering = queried(texts(...[4, 4].map((size) => JSON.stringify(large(size)))));
  const { say, heard } = await open();
  say({ type: "subscribe", id: "1", payload: QUERY });
  await eventually(() =>
    assert.deepEqual(
      heard.map(({ type }) => type),
      ["next", "next", "complete"],
    ),
  );
});

test("a client that takes nothing of a large answer is closed with 1013, however large it is, and alone", async () => {
  const begun = Promise.withResolvers<void>();
  answering = async () => (begun.resolve(), queried(large(16))());
  const [slow, other] = [await open(), await open()];
  const socket = sockets.at(-2)!;
  slow.say({ type: "subscribe", id: "1", payload: QUERY });
  socket.pause();
  await begun.promise;
  answering = queried({ data: {} });
  other.say({ type: "subscribe", id: "1", payload: QUERY });
  await eventually(() => assert.equal(other.heard.length, 2));
  await sleep(900);
  socket.resume();
  assert.ok([1006, 1013].includes((await slow.closed)[0]));
});

test("a client that takes a large answer slowly is not closed while it does", async () => {
  answering = queried(large(24));
  const { say, heard } = await open();
  const begunAtMs = performance.now();
  const { _socket: wire } = sockets.at(-1) as unknown as { readonly _socket: Socket };
  say({ type: "subscribe", id: "1", payload: QUERY });
  const reading = setInterval(() => {
    wire.resume();
    setTimeout(() => wire.pause(), 2);
  }, 40);
  await eventually(() => assert.equal(heard.length, 2), 15_000);
  clearInterval(reading);
  assert.ok(performance.now() - begunAtMs > 300, "longer than it has who takes nothing");
});

test("while an answer waits for its client nothing more is begun, and it counts as one operation", async () => {
  let begun = 0;
  answering = async () => {
    begun += 1;
    return queried(large(16))();
  };
  const { say, heard } = await open();
  const socket = sockets.at(-1)!;
  say({ type: "subscribe", id: "1", payload: QUERY });
  await eventually(() => assert.equal(begun, 1));
  socket.pause();
  for (const id of ["2", "3", "4"]) say({ type: "subscribe", id, payload: QUERY });
  await sleep(50);
  assert.equal(begun, 1);
  socket.resume();
  await eventually(() => assert.equal(heard.length, 7));
  assert.equal(begun, 3);
  const refused = heard.filter(({ type }) => type === "error");
  assert.deepEqual(
    refused.map(({ id, payload }) => [id, payload[0].extensions.limit]),
    [["4", "operationsPerSocketMax"]],
  );
});

test("a client that does not take its events is closed with 1013 once more than the limit waits", async () => {
  answering = answered(
    (async function* () {
      for (;;) {
        yield JSON.stringify({ data: { a: "x".repeat(200_000) } });
        await sleep(1);
      }
    })(),
  );
  const { say, closed } = await open();
  sockets.at(-1)!.pause();
  say({ type: "subscribe", id: "1", payload: QUERY });
  await sleep(500);
  sockets.at(-1)!.resume();
  assert.ok([1006, 1013].includes((await closed)[0]));
});
