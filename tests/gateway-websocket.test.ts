import assert from "node:assert/strict";
import { once } from "node:events";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { WebSocket } from "ws";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway, type TestGatewayOptions } from "#tests/support/gateway.ts";
import { type LiveClient, liveClient } from "#tests/support/live-client.ts";

const WATCH = `subscription ($after: Int) { orderChanged(id: "o1", afterSequence: $after) { sequence status order { lines { product { name stars } } } } }`;
const LINES = ["Anvil", "Bellows", "Anvil"].map((name) => ({ product: { name, stars: name === "Anvil" ? 4.5 : 3 } }));

for (const shape of ["one process", "separate"] as const) {
  const named = (name: string) => `${name} (${shape})`;
  const open: { gateway?: TestGateway; clients: LiveClient[] } = { clients: [] };
  const start = async (options: TestGatewayOptions = {}) =>
    (open.gateway = await openTestGateway({ shape, ...options }));
  const live = async (gateway: TestGateway, params: Record<string, unknown> = {}) => {
    const client = liveClient(gateway.url, { Authorization: `Bearer ${await gateway.token()}`, ...params });
    open.clients.push(client);
    return client;
  };
  afterEach(async () => {
    for (const { client } of open.clients.splice(0)) client.terminate();
    await open.gateway?.close();
    open.gateway = undefined;
  });

  test(named("each event is filled in by the other subgraphs, snapshot first"), async () => {
    const gateway = await start();
    const watch = (await live(gateway)).subscribe(WATCH);
    const [snapshot] = await watch.first(1);
    gateway.toys.emit("PAID");
    const [, paid] = await watch.first(2);
    assert.deepEqual(snapshot, { data: { orderChanged: { sequence: 1, status: "NEW", order: { lines: LINES } } } });
    assert.deepEqual(paid, { data: { orderChanged: { sequence: 2, status: "PAID", order: { lines: LINES } } } });
    const entities = gateway.traffic.filter(({ request }) => request.variables?.representations);
    assert.equal(
      (entities[0]!.request.variables!.representations as unknown[]).length,
      2,
      "the same product is asked for once",
    );
  });

  test(named("a client that comes back with its last sequence misses nothing and sees nothing twice"), async () => {
    const gateway = await start();
    for (const status of ["PAID", "PACKED", "SENT"]) gateway.toys.emit(status);
    const watch = (await live(gateway)).subscribe(WATCH, { after: 2 });
    gateway.toys.emit("DELIVERED");
    const results = await watch.first(3);
    assert.deepEqual(
      results.map(({ data }) => data.orderChanged.sequence),
      [3, 4, 5],
    );
  });

  test(named("null rises and errors carry the client's path when a part fails"), async () => {
    const gateway = await start();
    gateway.condition("stars", "down");
    const query = `subscription { change: orderChanged(id: "o1") { order { lines { item: product { name reviewCount } quantity } } } }`;
    const [result] = await (await live(gateway)).subscribe(query).first(1);
    const lines = [
      { item: null, quantity: 1 },
      { item: null, quantity: 1 },
      { item: null, quantity: 1 },
    ];
    assert.deepEqual(result.data.change.order.lines, lines);
    assert.deepEqual(
      result.errors.map(({ path, extensions }: any) => [path.join("."), extensions.code]),
      [0, 1, 2].map((line) => [`change.order.lines.${line}.item.reviewCount`, "SERVICE_UNAVAILABLE"]),
    );
  });

  test(
    named("what the caller may not see is null with an error in each event, and no subgraph is asked for it"),
    async () => {
      const gateway = await start();
      const query = `subscription { orderChanged(id: "o1") { status order { note lines { product { cost } } } } }`;
      const [result] = await (await live(gateway)).subscribe(query).first(1);
      assert.equal(result.data.orderChanged.order.note, null);
      assert.deepEqual(
        result.errors.map(({ extensions }: any) => extensions.code),
        ["FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"],
      );
      assert.ok(gateway.traffic.every(({ request }) => !/note|cost/.test(request.document)));
    },
  );

  test(named("a refused subscription is told by an error, not by silence"), async () => {
    const gateway = await start();
    const client = liveClient(gateway.url);
    open.clients.push(client);
    const [error] = await client.subscribe(WATCH).ended();
    assert.deepEqual([error.extensions.code, error.path], ["UNAUTHENTICATED", ["orderChanged"]]);
    assert.deepEqual(gateway.traffic, []);
  });

  test(named("queries and mutations run over the websocket too, and obey the same rules"), async () => {
    const gateway = await start();
    const client = await live(gateway, { "AGORA-currency": "USD", "accept-LANGUAGE": "hi" });
    const [query] = await client.subscribe(`{ context secret staff: products { cost } }`).first(1);
    const { currency, locale, subject } = JSON.parse(query.data.context);
    assert.deepEqual([currency, locale, subject, query.data.secret], ["USD", "hi-IN", "usr_ada", 42]);
    assert.equal(query.errors[0].extensions.code, "FORBIDDEN");
    const [mutation] = await client.subscribe(`mutation { strike }`).first(1);
    assert.deepEqual(mutation, { data: { strike: 1 } });
  });

  test(named("bad operations are errors of their own and leave the socket open"), async () => {
    const gateway = await start();
    const client = await live(gateway);
    const cases: readonly (readonly [string, string, Record<string, unknown>?])[] = [
      ["{ ", "GRAPHQL_PARSE_FAILED"],
      ["subscription { nope }", "GRAPHQL_VALIDATION_FAILED"],
      ["subscription A { heartbeat(count: 1) } subscription B { heartbeat(count: 1) }", "BAD_USER_INPUT"],
      ["subscription ($n: Int!) { heartbeat(count: $n) }", "BAD_USER_INPUT", { n: "three" }],
      [
        `subscription { orderChanged(id: "o1") { order { lines { product ${"{ twin ".repeat(20)} { id } ${"}".repeat(20)} } } } }`,
        "BAD_USER_INPUT",
      ],
      [`{ ${"secret ".repeat(60)} }`, "BAD_USER_INPUT"],
    ];
    for (const [query, code, variables] of cases) {
      const errors = await client.subscribe(query, variables).ended();
      assert.equal(errors[0]?.extensions.code, code, query);
      assert.ok(errors[0].extensions.requestId);
    }
    assert.equal((await client.subscribe(`subscription { heartbeat(count: 3) }`).first(3)).length, 3);
  });

  test(named("the socket is closed with 4403 when the token ends"), async () => {
    const gateway = await start();
    const token = await gateway.token({}, { expiresIn: 3 });
    const client = await live(gateway, { Authorization: `Bearer ${token}` });
    await client.subscribe(WATCH).first(1);
    const startedAt = Date.now();
    assert.equal((await client.closed()).code, 4403);
    assert.ok(Date.now() - startedAt < 4_000);
    await eventually(() => assert.equal(gateway.toys.watching(), 0));
  });

  test(named("the socket is closed with 4403 when its session is revoked, and nobody else's is"), async () => {
    const revoked = Promise.withResolvers<string[]>();
    const gateway = await start({
      revocations: async function* (signal) {
        yield [];
        yield await revoked.promise;
        await once(signal, "abort");
      },
    });
    const [mine, other] = [
      await live(gateway),
      await live(gateway, { Authorization: `Bearer ${await gateway.token({ sid: "ses_2" })}` }),
    ];
    const watches = [mine.subscribe(WATCH), other.subscribe(WATCH)] as const;
    await Promise.all(watches.map((watch) => watch.first(1)));
    revoked.resolve(["ses_1"]);
    assert.equal((await mine.closed()).code, 4403);
    gateway.toys.emit("PAID");
    assert.equal((await watches[1].first(2)).length, 2);
    const again = await live(gateway);
    again.subscribe(WATCH);
    assert.equal((await again.closed()).code, 4403);
  });

  test(named("a token that does not hold closes the socket with 4403 at connection_init"), async () => {
    const gateway = await start();
    const client = await live(gateway, { authorization: "Bearer abc" });
    client.subscribe(WATCH);
    assert.equal((await client.closed()).code, 4403);
  });

  test(named("a currency the shop does not know closes the socket with 4400 and its reason"), async () => {
    const gateway = await start();
    const client = await live(gateway, { "Agora-Currency": "DOGE" });
    client.subscribe(WATCH);
    const { code, reason } = await client.closed();
    assert.equal(code, 4400);
    assert.match(reason, /Agora-Currency/);
  });

  test(named("a subscription that the client ends is ended in its subgraph"), async () => {
    const gateway = await start();
    const client = await live(gateway);
    const watches = [client.subscribe(WATCH), client.subscribe(WATCH, { after: 0 })];
    await Promise.all(watches.map((watch) => watch.first(1)));
    await eventually(() => assert.equal(gateway.toys.watching(), 2));
    watches[0]!.stop();
    await eventually(() => assert.equal(gateway.toys.watching(), 1));
    client.client.terminate();
    await eventually(() => assert.equal(gateway.toys.watching(), 0));
  });

  test(named("a stream that breaks upstream ends with an error that says to come again"), async () => {
    const gateway = await start();
    const watch = (await live(gateway)).subscribe(WATCH);
    await watch.first(1);
    await eventually(() => assert.equal(gateway.toys.watching(), 1));
    gateway.toys.breakStream();
    const [error] = await watch.ended();
    assert.deepEqual([error.extensions.code, error.extensions.retryable], ["SERVICE_UNAVAILABLE", true]);
    assert.doesNotMatch(JSON.stringify(error), /the log is gone/);
  });

  test(named("operations on one socket are limited by name"), async () => {
    const gateway = await start({ limits: { operationsPerSocketMax: 2 } });
    const client = await live(gateway);
    const watches = [client.subscribe(WATCH), client.subscribe(WATCH)];
    await Promise.all(watches.map((watch) => watch.first(1)));
    const [error] = await client.subscribe(WATCH).ended();
    assert.equal(error.extensions.limit, "operationsPerSocketMax");
    watches[0]!.stop();
    await eventually(async () => assert.equal(await client.subscribe(`{ __typename }`).ended(), null), 2_000);
  });
}

let gateway: TestGateway;
before(async () => {
  gateway = await openTestGateway({
    limits: { socketInitMsMax: 200, socketPingMs: 100, eventsWaitingMax: 5, socketsMax: 20 },
  });
});
after(() => gateway.close());
let sockets: WebSocket[] = [];
beforeEach(() => (sockets = []));
afterEach(() => sockets.forEach((socket) => socket.terminate()));

const raw = (protocol = "graphql-transport-ws", headers = {}, options = {}) => {
  const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, protocol, { headers, ...options });
  sockets.push(socket);
  return socket;
};
const closeOf = async (socket: WebSocket) => (await once(socket, "close"))[0] as number;

test("a socket that does not begin in time is closed with 4408", async () => {
  assert.equal(await closeOf(raw()), 4408);
});

test("another subprotocol is refused", async () => {
  const [error] = await once(raw("graphql-ws"), "error");
  assert.match(error.message, /subprotocol/i);
});

test("messages that are no protocol, too large or without an init close that socket only", async () => {
  for (const [message, code] of [
    ["nonsense", 4400],
    [`{"type":"subscribe","id":"1","payload":{"query":"{ secret }"}}`, 4401],
    ["x".repeat(300_000), 1009],
  ] as const) {
    const socket = raw();
    await once(socket, "open");
    socket.send(message);
    assert.equal(await closeOf(socket), code);
  }
  assert.equal((await gateway.ask(`{ __typename }`)).status, 200);
});

test("a page of a strange origin gets no websocket, one of the list does", async () => {
  const [error] = await once(raw(undefined, { origin: "https://evil.example" }), "error");
  assert.match(error.message, /403/);
  await once(raw(undefined, { origin: "https://shop.example" }), "open");
});

test("a socket that does not answer pings is terminated", async () => {
  const socket = raw(undefined, undefined, { autoPong: false });
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "connection_init" }));
  assert.equal(await closeOf(socket), 1006);
});

test("connections beyond the limit are refused", async () => {
  const open = Array.from({ length: 20 }, () => raw());
  await Promise.all(open.map((socket) => once(socket, "open")));
  const [error] = await once(raw(), "error");
  assert.match(error.message, /503/);
});
