import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway, type TestGatewayOptions } from "#tests/support/gateway.ts";
import { type LiveClient, liveClient } from "#tests/support/live-client.ts";

const WATCH = `subscription ($after: Int) { orderChanged(id: "o1", afterSequence: $after) { sequence status order { lines { product { name stars } } } } }`;
const sequences = (results: any[]) => results.map(({ data }) => data.orderChanged.sequence);
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

for (const shape of ["one process", "separate"] as const) {
  const named = (name: string) => `${name} (${shape})`;
  const gateways: TestGateway[] = [];
  const clients: LiveClient[] = [];
  const sockets: WebSocket[] = [];
  const start = async (options: TestGatewayOptions = {}) => {
    const gateway = await openTestGateway({ shape, ...options });
    gateways.push(gateway);
    return gateway;
  };
  const live = async (gateway: TestGateway, claims: Record<string, unknown> = {}) => {
    const client = liveClient(gateway.url, { Authorization: `Bearer ${await gateway.token(claims)}` });
    clients.push(client);
    return client;
  };
  /** A socket that has begun, without a library that reads for it. */
  const raw = async (gateway: TestGateway) => {
    const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
    sockets.push(socket);
    await once(socket, "open");
    const payload = { Authorization: `Bearer ${await gateway.token()}` };
    socket.send(JSON.stringify({ type: "connection_init", payload }));
    await once(socket, "message");
    return socket;
  };
  const entityRequests = ({ traffic }: TestGateway, subgraph: string) =>
    traffic.filter((call) => call.subgraph === subgraph && call.request.variables?.representations);
  afterEach(async () => {
    for (const { client } of clients.splice(0)) client.terminate();
    for (const socket of sockets.splice(0)) socket.terminate();
    for (const gateway of gateways.splice(0)) await gateway.close();
  });

  test(named("1,000 watchers of one stream each get each event exactly once and in order"), async () => {
    const gateway = await start();
    const lines = await Promise.all(Array.from({ length: 10 }, () => live(gateway)));
    const watches = lines.flatMap((line) => Array.from({ length: 100 }, () => line.subscribe(WATCH)));
    await Promise.all(watches.map((watch) => watch.first(1)));
    await eventually(() => assert.equal(gateway.toys.watching(), 1));
    gateway.traffic.length = 0;
    for (let n = 0; n < 20; n += 1) {
      gateway.toys.emit(`STATE ${n}`);
      if (n % 5 === 0) await wait(10);
    }
    await Promise.all(watches.map((watch) => watch.first(21)));
    for (const { results } of watches) assert.deepEqual(sequences(results), upTo(21));
    for (const subgraph of ["goods", "stars"]) {
      const requests = entityRequests(gateway, subgraph).length;
      assert.ok(requests <= 20, `${requests} requests to ${subgraph} for 20 events`);
    }
  });

  test(named("a late watcher begins with the present state, and then shares the stream"), async () => {
    const gateway = await start();
    const line = await live(gateway);
    const early = line.subscribe(WATCH);
    await early.first(1);
    gateway.toys.emit("PAID");
    await early.first(2);
    const late = line.subscribe(WATCH);
    assert.deepEqual(sequences(await late.first(1)), [2]);
    await eventually(() => assert.equal(gateway.toys.watching(), 1));
    gateway.toys.emit("SENT");
    assert.deepEqual(sequences(await early.first(3)), [1, 2, 3]);
    assert.deepEqual(sequences(await late.first(2)), [2, 3]);
    for (const { errors, data } of [...early.results, ...late.results]) {
      assert.equal(errors, undefined);
      assert.equal(data.orderChanged.order.lines[2].product.stars, 4.5);
    }
    await wait(50);
    assert.deepEqual([early.results.length, late.results.length], [3, 2]);
  });

  test(named("watchers over HTTP, as events or as parts, share the stream of those over websockets"), async () => {
    const gateway = await start();
    const over = async (accept: string) => {
      const headers = { accept, "content-type": "application/json", authorization: `Bearer ${await gateway.token()}` };
      const body = JSON.stringify({ query: WATCH });
      const response = await fetch(`${gateway.url}/graphql`, { method: "POST", headers, body });
      assert.equal(response.status, 200);
      let text = "";
      const decoder = new TextDecoder();
      void (async () => {
        for await (const chunk of response.body!) text += decoder.decode(chunk, { stream: true });
      })().catch(() => {});
      return {
        sequences: () => [...text.matchAll(/"sequence":(\d+)/g)].map(([, sequence]) => Number(sequence)),
        text: () => text,
      };
    };
    const watch = (await live(gateway)).subscribe(WATCH);
    const others = await Promise.all(["text/event-stream", "multipart/mixed;subscriptionSpec=1.0"].map(over));
    await Promise.all([
      watch.first(1),
      ...others.map((other) => eventually(() => assert.equal(other.sequences().length, 1))),
    ]);
    await eventually(() => assert.equal(gateway.toys.watching(), 1));
    for (const status of ["PAID", "SENT"]) gateway.toys.emit(status);
    for (const other of others) await eventually(() => assert.deepEqual(other.sequences(), [1, 2, 3]));
    assert.deepEqual(sequences(await watch.first(3)), [1, 2, 3]);
    await gateway.server.stop();
    for (const other of others) await eventually(() => assert.match(other.text(), /going away/));
  });

  test(named("people never share a stream"), async () => {
    const gateway = await start();
    const [ada, eve] = [await live(gateway), await live(gateway, { sub: "usr_eve" })];
    await Promise.all([ada, eve].map((line) => line.subscribe(WATCH).first(1)));
    assert.equal(gateway.toys.watching(), 2);
    const subjects = gateway.traffic.map(({ request }) => request.caller.subject);
    assert.deepEqual(new Set(subjects), new Set(["usr_ada", "usr_eve"]));
  });

  test(named("events of several streams that come together are filled in together"), async () => {
    const gateway = await start();
    const line = await live(gateway);
    const watches = upTo(20).map((after) => line.subscribe(WATCH, { after }));
    await eventually(() => assert.equal(gateway.toys.watching(), 20));
    gateway.traffic.length = 0;
    for (const n of upTo(20)) gateway.toys.emit(`STATE ${n}`);
    await watches[0]!.first(20);
    gateway.traffic.length = 0;
    gateway.toys.emit("LAST");
    await Promise.all(watches.map((watch, index) => watch.first(21 - index)));
    const requests = entityRequests(gateway, "goods");
    assert.ok(requests.length <= 3, `${requests.length} requests for one event of 20 streams`);
    assert.equal((requests[0]!.request.variables!.representations as unknown[]).length, 2, "each entity once");
  });

  test(named("a client that reads too slowly is closed with 1013, holds little, and slows nobody down"), async () => {
    const gateway = await start({ limits: { socketUnsentBytesMax: 64 * 1024 } });
    const socket = await raw(gateway);
    const query = `subscription { slow: orderChanged(id: "o1") { status } }`;
    socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
    await once(socket, "message");
    socket.pause();
    const watch = (await live(gateway)).subscribe(WATCH);
    await watch.first(1);
    assert.equal(gateway.toys.watching(), 2);
    const large = "x".repeat(200_000);
    for (let n = 1; gateway.toys.watching() > 1; n += 1) {
      assert.ok(n < 200, "the slow one is never closed");
      gateway.toys.emit(large);
      await watch.first(n + 1);
      await wait(n % 20 === 0 ? 600 : 0);
    }
    const closed = once(socket, "close");
    socket.resume();
    const [code, reason] = await closed;
    assert.equal(code, 1013);
    assert.match(String(reason), /Read faster/);
    gateway.toys.emit("SMALL");
    assert.equal(
      (await eventually(() => (assert.equal(watch.results.at(-1).data.orderChanged.status, "SMALL"), watch.results)))
        .length,
      watch.results.length,
    );
  });

  test(named("a stop sends all clients away with 1001, one after the other"), async () => {
    const gateway = await start({ limits: { streamsDrainMs: 400 } });
    const all = await Promise.all(Array.from({ length: 40 }, () => raw(gateway)));
    const closes = all.map(async (socket) => ({ code: (await once(socket, "close"))[0], atMs: performance.now() }));
    await gateway.server.stop();
    const told = await Promise.all(closes);
    assert.deepEqual(new Set(told.map(({ code }) => code)), new Set([1001]));
    const times = told.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
    assert.ok(times.at(-1)! - times[0]! > 250, "all at once");
  });

  test(named("a client of the graphql-ws library comes again by itself after a stop"), async () => {
    const [first, second] = [await start(), await start()];
    let url = first.url;
    const seen: string[] = [];
    const client = createClient({
      url: () => `${url.replace("http", "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: async () => ({ Authorization: `Bearer ${await first.token()}` }),
      retryWait: () => wait(10),
    });
    const stop = client.subscribe(
      { query: `subscription { orderChanged(id: "o1") { status } }` },
      { next: ({ data }: any) => seen.push(data.orderChanged.status), error: () => {}, complete: () => {} },
    );
    await eventually(() => assert.deepEqual(seen, ["NEW"]));
    url = second.url;
    await first.server.stop();
    await eventually(() => assert.deepEqual(seen, ["NEW", "NEW"]));
    second.toys.emit("PAID");
    await eventually(() => assert.deepEqual(seen, ["NEW", "NEW", "PAID"]));
    stop();
    await client.dispose();
  });
}
