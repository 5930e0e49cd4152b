import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { after, before, beforeEach, test } from "node:test";
import { WebSocket } from "ws";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { overHttp } from "#kernel/over-http.ts";
import { eventually } from "#tests/support/eventually.ts";
import { type FederatedGateway, openFederatedGateway, toldOf } from "#tests/support/federation.ts";
import { listen } from "#tests/support/gateway.ts";

/** A subgraph that says what it is told to, as long as the caller's token is `bad`. */
type Say = (outgoing: ServerResponse) => void;
let say: Say;
const heard: IncomingMessage[] = [];
const server = createServer((incoming, outgoing) => {
  heard.push(incoming);
  incoming.resume().on("end", () => {
    if (incoming.headers.authorization === "bad") return say(outgoing);
    outgoing.setHeader("content-type", "application/json").end(`{"data":{"other":1,"act":1}}`);
  });
});
let strict: SubgraphExecutor & { close(): Promise<void> };
let gateway: FederatedGateway;

const things = (fields: string) =>
  ["A", "B", "C"].map((name) => `type ${name} @key(fields: "id") { id: ID! ${fields} }`).join(" ");
const thing = () => ({ id: "1" });

before(async () => {
  strict = overHttp({ name: "strict", url: `${await listen(server)}/graphql`, from: "gateway" });
  gateway = await openFederatedGateway({
    verifyToken: undefined,
    forward: ["authorization"],
    limits: { breakerFailuresMax: 3, breakerCallsMin: 1_000, breakerOpenMs: 300 },
    subgraphs: {
      strict: { sdl: `type Query { other: Int } type Mutation { act: Int } ${things("size: Int")}`, executor: strict },
      right: {
        sdl: `type Query { title: String a: A b: B c: C } ${things("")}`,
        resolvers: { Query: { title: () => "fine", a: thing, b: thing, c: thing } },
      },
    },
  });
});
after(async () => {
  await gateway.close();
  await strict.close();
  server.close();
});
beforeEach(async () => {
  await eventually(async () => assert.deepEqual((await gateway.ask(`{ other }`)).errors, []), 3_000);
  heard.splice(0);
  gateway.logged.splice(0);
});

const bad = { headers: { authorization: "bad" } };
const status =
  (code: number, body = "<h1>no</h1>", headers = {}): Say =>
  (outgoing) =>
    void outgoing.writeHead(code, { "content-type": "text/html", ...headers }).end(body);
const json = (code: number, body: unknown) =>
  status(code, JSON.stringify(body), { "content-type": "application/json" });
const isServed = async () => {
  const { data, errors } = await gateway.ask(`{ other title }`);
  assert.deepEqual([data, errors], [{ other: 1, title: "fine" }, []]);
};

test("what a subgraph refuses of one caller is asked once, told as refused, and takes nothing from the others", async () => {
  for (const [code, told] of [
    [400, "BAD_USER_INPUT"],
    [401, "UNAUTHENTICATED"],
    [403, "FORBIDDEN"],
    [404, "INTERNAL_SERVER_ERROR"],
    [413, "BAD_USER_INPUT"],
    [429, "SERVICE_UNAVAILABLE"],
    [431, "BAD_USER_INPUT"],
  ] as const) {
    say = status(code);
    for (let n = 0; n < 4; n += 1) {
      const { data, errors } = await gateway.ask(`{ other title }`, bad);
      assert.deepEqual(data, { other: null, title: "fine" });
      assert.deepEqual(toldOf(errors), [`other ${told}`], `${code}`);
      assert.equal(/few seconds/.test(errors[0]!.message), code === 429);
    }
    assert.equal(heard.splice(0).length, 4, `${code}`);
    await isServed();
    heard.splice(0);
    const reasons = gateway.logged.splice(0).flatMap(({ reason }) => reason ?? []);
    assert.deepEqual(new Set(reasons), new Set([`strict refused the call: HTTP ${code}`]));
  }
});

test("what is refused as a call is not asked once more for each of its parts, but where less of it may do", async () => {
  const errors = [{ message: "no", extensions: { code: "RATE_LIMITED" } }];
  for (const [refusal, calls] of [
    [status(401), 1],
    [status(404), 1],
    [status(429), 1],
    [json(429, { errors }), 1],
    [json(500, { errors }), 1],
    [status(431), 4],
    [json(413, { errors }), 4],
  ] as const) {
    say = refusal;
    heard.splice(0);
    const { data, errors: told } = await gateway.ask(`{ a { size } b { size } c { size } title }`, bad);
    assert.deepEqual(data, { a: { size: null }, b: { size: null }, c: { size: null }, title: "fine" });
    assert.equal(told.length, 3);
    assert.equal(heard.length, calls);
  }
});

test("when to come again is told as the subgraph says it", async () => {
  for (const [said, told] of [
    ["7", 7],
    ["soon", undefined],
    ["-1", undefined],
    ["999999999", undefined],
  ] as const) {
    say = status(429, "", { "retry-after": said });
    const { errors } = await gateway.ask(`{ other title }`, bad);
    assert.equal(errors[0]!.extensions.retryAfterSeconds, told);
  }
});

test("errors in JSON are told whatever the status, unless it says that the service is away", async () => {
  const errors = [{ message: "who are you?", path: ["other"], extensions: { code: "UNAUTHENTICATED" } }];
  for (const code of [400, 401, 418, 429, 500]) {
    say = json(code, { errors });
    for (let n = 0; n < 4; n += 1) {
      const answer = await gateway.ask(`{ other }`, bad);
      assert.deepEqual([answer.data, answer.errors[0]!.message], [{ other: null }, "who are you?"], `${code}`);
      assert.deepEqual(toldOf(answer.errors), ["other UNAUTHENTICATED"]);
    }
    await isServed();
  }
  say = json(503, { errors });
  assert.deepEqual(toldOf((await gateway.ask(`{ other }`, bad)).errors), ["other SERVICE_UNAVAILABLE"]);
});

test("a service that is away, and JSON that is no refusal, is a failure as before", async () => {
  for (const failure of [status(500), status(502), status(408), status(302), json(500, { data: { other: 2 } })]) {
    say = failure;
    for (let n = 0; n < 3; n += 1)
      assert.deepEqual(toldOf((await gateway.ask(`{ other }`, bad)).errors), ["other SERVICE_UNAVAILABLE"]);
    const cut = await gateway.ask(`{ other }`);
    assert.equal(cut.errors[0]!.extensions.retryAfterSeconds, 1, "the breaker is open");
    await eventually(async () => assert.deepEqual((await gateway.ask(`{ other }`)).errors, []), 3_000);
  }
});

test("what HTTP could not carry closes a websocket with 4400 before a subgraph is asked", async () => {
  for (const authorization of ["Bearer →", "a\nb", "a\rb", "a\0b", "a\x7fb", "x".repeat(20_000)]) {
    const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "connection_init", payload: { authorization } }));
    const [code, reason] = await once(socket, "close");
    assert.equal(code, 4400, JSON.stringify(authorization).slice(0, 20));
    assert.match(String(reason), /authorization|headers/);
  }
  assert.equal(heard.length, 0);
  await isServed();
});

test("a websocket says in connection_init what a header may hold", async () => {
  const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await once(socket, "open");
  socket.send(
    JSON.stringify({ type: "connection_init", payload: { authorization: "Zoë\t!", count: 5, more: { a: "→" } } }),
  );
  const [message] = await once(socket, "message");
  assert.equal(JSON.parse(String(message)).type, "connection_ack");
  socket.terminate();
});

test("a call that cannot be sent is no failure of its subgraph", async () => {
  const answer = await strict
    .execute({
      ...{ document: "{ other }", caller: {} as never, context: {} as never, requestId: "r" },
      ...{ deadlineAtMs: Date.now() + 1_000, signal: new AbortController().signal },
      forwarded: ["authorization", "Bearer →"],
    })
    .catch((error: Error) => error);
  assert.match((answer as Error).message, /^no call to strict: invalid authorization header$/);
  assert.equal((answer as Error).name, "CallRefusedError");
});
