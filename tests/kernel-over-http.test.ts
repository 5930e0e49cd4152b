import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import { Worker } from "node:worker_threads";
import { WebSocket } from "ws";
import { sleep } from "#kernel/clock.ts";
import { type SubgraphExecutor, SubgraphUnreachableError, type SubgraphRequest } from "#kernel/executor.ts";
import {
  type Caller,
  hashedBody,
  nobody,
  pairKeysFrom,
  type Parties,
  serviceCaller,
  signCall,
} from "#kernel/identity.ts";
import { inProcess } from "#kernel/in-process.ts";
import { silentLog } from "#kernel/log.ts";
import { bodyOf, overHttp } from "#kernel/over-http.ts";
import { createSubgraphServer } from "#kernel/serve-subgraph.ts";
import { eventually } from "#tests/support/eventually.ts";
import { answerOf, listen, PLATFORM_SECRET } from "#tests/support/gateway.ts";
import { toySubgraphs, type ToyWorld } from "#tests/support/toy-subgraphs.ts";

const keys = pairKeysFrom(PLATFORM_SECRET);
const context = { market: "IN", currency: "USD", locale: "hi-IN" };
const staff: Caller = {
  subject: "usr_staff",
  scopes: ["stock:read"],
  session: "ses_1",
  expiresAtMs: 4_102_444_800_000,
};
const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { name cost } } }`;
const REPRESENTATIONS = { representations: [{ __typename: "Product", id: "p1" }] };

let url: string;
let tillsUrl: string;
let goods: SubgraphExecutor & { close(): Promise<void> };
let tills: SubgraphExecutor & { close(): Promise<void> };
let world: ToyWorld;
const received: SubgraphRequest[] = [];
const closing: (() => Promise<void>)[] = [];

before(async () => {
  const toys = toySubgraphs();
  world = toys.world;
  const serve = async (name: string) => {
    const subgraph = toys.subgraphs.find((toy) => toy.name === name)!;
    const local = inProcess(subgraph, silentLog);
    const executor: SubgraphExecutor = {
      execute: (request) => (received.push(request), local.execute(request)),
      subscribe: (request) => (received.push(request), local.subscribe(request)),
    };
    const served = createSubgraphServer({
      subgraph,
      executor,
      keys,
      callers: new Set(["gateway", "tills", "goods"]),
      isReady: async () => true,
      log: silentLog,
    });
    closing.push(served.close);
    return listen(served.server);
  };
  [url, tillsUrl] = [await serve("goods"), await serve("tills")];
  goods = overHttp({ name: "goods", url: `${url}/graphql`, from: "gateway", keys });
  tills = overHttp({ name: "tills", url: `${tillsUrl}/graphql`, from: "gateway", keys });
});
after(async () => {
  world.end();
  await goods.close();
  await tills.close();
  for (const close of closing) await close();
});
beforeEach(() => void received.splice(0));

const request = (document: string, more: Partial<SubgraphRequest> = {}): SubgraphRequest => ({
  ...{
    document,
    caller: staff,
    context,
    requestId: "req-1",
    deadlineAtMs: Date.now() + 5_000,
    signal: new AbortController().signal,
  },
  ...more,
});

test("a signed call arrives as it was made: caller, context, request id, variables, deadline", async () => {
  const variables = {
    representations: [{ __typename: "Product", id: "p1" }],
    unused: { "10": 1, "9": [1.5, null, "é"], deep: { at: -0 } },
  };
  const result = await goods.execute(request(ENTITIES, { variables }));
  assert.deepEqual(result, { data: { _entities: [{ name: "Anvil", cost: 70 }] } });
  const [arrived] = received;
  assert.deepEqual([arrived!.caller, arrived!.context, arrived!.requestId], [staff, context, "req-1"]);
  assert.deepEqual(arrived!.variables, JSON.parse(JSON.stringify(variables)));
  assert.ok(arrived!.deadlineAtMs <= Date.now() + 5_000);
});

test("a service speaks for itself only", async () => {
  const asTills = overHttp({ name: "goods", url: `${url}/graphql`, from: "tills", keys });
  try {
    const own = await asTills.execute(request(`{ context }`, { caller: serviceCaller("tills") }));
    assert.equal(own.errors, undefined);
    await assert.rejects(
      asTills.execute(request(`{ context }`, { caller: serviceCaller("orders") })),
      SubgraphUnreachableError,
    );
    assert.equal(received.length, 1);
  } finally {
    await asTills.close();
  }
});

test("a call without, with a stale, a foreign or an altered signature is refused, entities and internal fields included", async (t) => {
  const gateway: Parties = { from: "gateway", to: "goods" };
  const sign = (
    parties: Parties,
    body: string,
    { at = Date.now(), secret = PLATFORM_SECRET, caller = staff as Caller } = {},
  ) => signCall(pairKeysFrom(secret), parties, { caller, context, requestId: "r" }, hashedBody(body), at);
  const entities = bodyOf({ document: ENTITIES, variables: REPRESENTATIONS });
  const other = bodyOf({ document: `mutation { strike }` });
  const [payload, signature] = sign(gateway, entities).split(".") as [string, string];
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
  const changed = (more: object) =>
    `${Buffer.from(JSON.stringify({ ...claims, ...more })).toString("base64url")}.${signature}`;

  const calls: Record<string, readonly [body: string, header: string | undefined]> = {
    "none for entities": [entities, undefined],
    "none for a mutation": [other, undefined],
    empty: [entities, ""],
    "no signature at all": [entities, payload],
    "an empty signature": [entities, `${payload}.`],
    "a third part": [entities, `${payload}.${signature}.x`],
    "no base64": [entities, "%%%.%%%"],
    "no JSON": [entities, `${Buffer.from("nonsense").toString("base64url")}.${signature}`],
    "no object": [entities, `${Buffer.from("null").toString("base64url")}.${signature}`],
    stale: [entities, sign(gateway, entities, { at: Date.now() - 31_000 })],
    "another secret": [entities, sign(gateway, entities, { secret: "guessed" })],
    "made for another subgraph": [entities, sign({ from: "gateway", to: "tills" }, entities)],
    "from somebody unknown": [entities, sign({ from: "mallory", to: "goods" }, entities)],
    "signed with its own pair's key in the gateway's name": [
      entities,
      `${payload}.${sign({ from: "tills", to: "goods" }, entities).split(".")[1]}`,
    ],
    "a service speaking as another": [
      entities,
      sign({ from: "tills", to: "goods" }, entities, { caller: serviceCaller("gateway") }),
    ],
    "another body": [other, sign(gateway, entities)],
    "a body with one more space": [`${entities} `, sign(gateway, entities)],
    "more scopes": [entities, changed({ caller: { ...staff, scopes: ["everything"] } })],
    "a later end": [entities, changed({ expiresAtMs: Date.now() + 1e9 })],
  };
  for (const [what, [body, header]] of Object.entries(calls)) {
    await t.test(`HTTP: ${what}`, async () => {
      const headers: Record<string, string> = {
        "content-type": "application/json",
        ...(header === undefined ? {} : { "agora-identity": header }),
      };
      const answer = await answerOf(await fetch(`${url}/graphql`, { method: "POST", headers, body }));
      assert.deepEqual(
        [answer.status, answer.data, answer.errors[0]!.extensions.code],
        [401, undefined, "UNAUTHENTICATED"],
      );
      assert.deepEqual([received.length, world.ran.length], [0, 0]);
    });
    await t.test(`websocket: ${what}`, async () => {
      const { query, variables } = JSON.parse(body);
      const extensions = header === undefined ? {} : { "agora-identity": header };
      const message = await overSocket(url, {
        query: what === "a body with one more space" ? `${query} ` : query,
        variables,
        extensions,
      });
      assert.deepEqual([message.type, message.payload[0].extensions.code], ["error", "UNAUTHENTICATED"]);
      assert.deepEqual([received.length, world.ran.length], [0, 0]);
    });
  }
});

test("a refused operation on a websocket leaves the others on it alone", async () => {
  const socket = new WebSocket(`${tillsUrl.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await once(socket, "open");
  socket.send(`{"type":"connection_init"}`);
  const messages: any[] = [];
  socket.on("message", (data) => void messages.push(JSON.parse(String(data))));
  await eventually(() => assert.equal(messages[0]?.type, "connection_ack"));
  const document = `subscription { heartbeat(count: 2) }`;
  socket.send(JSON.stringify({ type: "subscribe", id: "bad", payload: { query: document } }));
  const header = signCall(
    keys,
    { from: "gateway", to: "tills" },
    { caller: nobody, context, requestId: "r" },
    hashedBody(bodyOf({ document })),
    Date.now(),
  );
  socket.send(
    JSON.stringify({
      type: "subscribe",
      id: "good",
      payload: { query: document, extensions: { "agora-identity": header } },
    }),
  );
  await eventually(() => assert.ok(messages.some(({ id, type }) => id === "good" && type === "complete")));
  assert.equal(messages.filter(({ id, type }) => id === "good" && type === "next").length, 2);
  assert.equal(messages.find(({ id }) => id === "bad").type, "error");
  socket.terminate();
});

test("rules of access hold behind the signature: entities, mutations, subscriptions", async () => {
  const guest: Caller = { subject: "gst_1", scopes: [] };
  const entity = await goods.execute(request(ENTITIES, { variables: REPRESENTATIONS, caller: guest }));
  assert.equal(entity.data._entities[0].cost, null);
  assert.equal(entity.errors![0]!.extensions!.code, "FORBIDDEN");
  const mutation = await goods.execute(request(`mutation { strike }`, { caller: nobody }));
  assert.equal(mutation.errors![0]!.extensions!.code, "UNAUTHENTICATED");
  assert.deepEqual(world.ran, []);
  const [refused] = await collect(
    await tills.subscribe(request(`subscription { orderChanged(id: "o1") { status } }`, { caller: nobody })),
  );
  assert.equal(refused.errors[0].extensions.code, "UNAUTHENTICATED");
});

test("a subscription streams, and ends in the subgraph when nobody wants it any more", async () => {
  const stream = await tills.subscribe(request(`subscription { orderChanged(id: "o1") { sequence } }`));
  assert.ok(Symbol.asyncIterator in stream);
  assert.deepEqual((await stream.next()).value, { data: { orderChanged: { sequence: 1 } } });
  await eventually(() => assert.equal(world.watching(), 1));
  await stream.return!();
  await eventually(() => assert.equal(world.watching(), 0));
  assert.deepEqual(
    await collect(await tills.subscribe(request(`subscription { heartbeat(count: 3) }`))),
    [1, 2, 3].map((beat) => ({ data: { heartbeat: beat } })),
  );
});

test("a subgraph that is not there, is slow, or answers nonsense is told as unreachable", async () => {
  const nowhere = overHttp({ name: "goods", url: "http://127.0.0.1:1/graphql", from: "gateway", keys });
  await assert.rejects(nowhere.execute(request(`{ context }`)), SubgraphUnreachableError);
  const stream = await nowhere.subscribe(request(`subscription { heartbeat(count: 1) }`));
  await assert.rejects(collect(stream));
  await nowhere.close();

  const silent = createServer(() => {});
  const slow = overHttp({ name: "goods", url: `${await listen(silent)}/graphql`, from: "gateway", keys });
  const startedAt = performance.now();
  await assert.rejects(
    slow.execute(request(`{ context }`, { deadlineAtMs: Date.now() + 200 })),
    SubgraphUnreachableError,
  );
  assert.ok(performance.now() - startedAt < 1_000);
  await slow.close();
  silent.close();

  const liar = createServer((_, outgoing) => void outgoing.end("<html>"));
  const odd = overHttp({ name: "goods", url: `${await listen(liar)}/graphql`, from: "gateway", keys });
  await assert.rejects(odd.execute(request(`{ context }`)), SubgraphUnreachableError);
  await odd.close();
  liar.close();
});

const ELSEWHERE = `
  const { parentPort } = require("node:worker_threads");
  const server = require("node:http").createServer((incoming, outgoing) => {
    const answer = JSON.stringify({ data: { context: "IN" } });
    incoming.resume().on("end", () => setTimeout(() => outgoing.setHeader("content-type", "application/json").end(answer), 50));
  });
  server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));`;

test("an answer that came in time is an answer, however late this process gets to read it", async () => {
  const worker = new Worker(ELSEWHERE, { eval: true });
  after(() => worker.terminate());
  const [port] = await once(worker, "message");
  const elsewhere = overHttp({ name: "goods", url: `http://127.0.0.1:${port}/graphql`, from: "gateway", keys });
  await elsewhere.execute(request(`{ context }`));
  const answering = elsewhere.execute(request(`{ context }`, { deadlineAtMs: Date.now() + 200 }));
  await sleep(20);
  // From here the event loop comes to its timers first, then to what was received.
  await new Promise(setImmediate);
  for (const untilMs = Date.now() + 400; Date.now() < untilMs;);
  assert.deepEqual(await answering, { data: { context: "IN" } });
  await elsewhere.close();
});

test("a call that its client gives up is given up", async () => {
  const ended = new AbortController();
  setTimeout(() => ended.abort(), 50);
  const startedAt = performance.now();
  await assert.rejects(goods.execute(request(`{ slow(ms: 2000) }`, { signal: ended.signal })));
  assert.ok(performance.now() - startedAt < 1_000);
});

test("what is wrong with a value is told as bad input, what fails inside is masked", async () => {
  const bad = await goods.execute(request(`query ($by: Int) { count(by: $by) }`, { variables: { by: "x" } }));
  assert.equal(bad.errors![0]!.extensions!.code, "BAD_USER_INPUT");
  const broken = await goods.execute(request(`{ broken missing { required } }`));
  assert.deepEqual(
    broken.errors!.map(({ extensions }) => extensions!.code),
    ["INTERNAL_SERVER_ERROR", "INTERNAL_SERVER_ERROR"],
  );
  assert.doesNotMatch(JSON.stringify(broken), /SELECT|srv/);
});

test("a body beyond the limit is refused, other paths are not there, health answers", async () => {
  const big = await fetch(`${url}/graphql`, { method: "POST", body: "x".repeat(5_000_000) });
  assert.equal(big.status, 413);
  assert.equal((await fetch(`${url}/`)).status, 404);
  assert.equal((await fetch(`${url}/graphql`)).status, 404);
  assert.equal((await fetch(`${url}/health/ready`)).status, 200);
});

test("what is no GraphQL result is no answer, and errors that are null are none", async () => {
  let said = "";
  const server = createServer((_, outgoing) => outgoing.setHeader("content-type", "application/json").end(said));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const executor = overHttp({ name: "odd", url: `http://127.0.0.1:${port}/graphql`, from: "gateway" });
  const ask = () =>
    executor.execute({
      ...{ document: "{ a }", caller: nobody, context: { market: "", currency: "", locale: "" }, requestId: "r" },
      ...{ deadlineAtMs: Date.now() + 10_000, signal: new AbortController().signal },
    });
  for (said of ["null", "[]", "7", `"text"`, `{"errors":"no list"}`, `{"errors":[null]}`, "{"])
    await assert.rejects(ask(), /no GraphQL result/, said);
  said = `{"data":{"a":1},"errors":null}`;
  assert.deepEqual(await ask(), { data: { a: 1 } });
  await executor.close();
  server.close();
});

test("an answer that comes in pieces is read as it was written, wherever it was cut", async () => {
  const data = { a: "né € 😀", b: "日本" };
  const bytes = Buffer.from(JSON.stringify({ data }));
  const server = createServer(async (_, outgoing) => {
    outgoing.setHeader("content-type", "application/json");
    for (const byte of bytes) await new Promise<void>((resolve) => outgoing.write(Buffer.of(byte), () => resolve()));
    outgoing.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const executor = overHttp({ name: "cut", url: `http://127.0.0.1:${port}/graphql`, from: "gateway" });
  assert.deepEqual(await executor.execute(request(`{ a b }`)), { data });
  await executor.close();
  server.close();
});

async function collect(stream: Awaited<ReturnType<SubgraphExecutor["subscribe"]>>): Promise<any[]> {
  if (!(Symbol.asyncIterator in stream)) return [stream];
  const results: any[] = [];
  for await (const result of stream) results.push(result);
  return results;
}

/** The first message that answers one operation on a socket of its own. */
async function overSocket(origin: string, payload: object): Promise<any> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await once(socket, "open");
  socket.send(`{"type":"connection_init"}`);
  await once(socket, "message");
  socket.send(JSON.stringify({ type: "subscribe", id: "1", payload }));
  const [data] = await Promise.race([
    once(socket, "message"),
    once(socket, "close").then(([code, reason]) => [`{"closed":"${code} ${reason}"}`]),
  ]);
  socket.terminate();
  return JSON.parse(String(data));
}
