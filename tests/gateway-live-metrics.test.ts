import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { createMetrics } from "#gateway/watch/metrics.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway, type TestGatewayOptions } from "#tests/support/gateway.ts";
import { type LiveClient, liveClient } from "#tests/support/live-client.ts";

const WATCH = `subscription { orderChanged(id: "o1") { status } }`;

const gateways: TestGateway[] = [];
const clients: LiveClient[] = [];
afterEach(async () => {
  for (const { client } of clients.splice(0)) client.terminate();
  for (const gateway of gateways.splice(0)) await gateway.close();
});

async function counted(options: TestGatewayOptions = {}) {
  const metrics = createMetrics();
  const gateway = await openTestGateway({ ...options, metrics });
  gateways.push(gateway);
  const authorization = `Bearer ${await gateway.token()}`;
  const live = () => {
    const client = liveClient(gateway.url, { authorization });
    clients.push(client);
    return client;
  };
  /** Of each metric that begins so, by the value of its label. */
  const numbers = async (...names: string[]) => {
    const lines = (await metrics.text())
      .split("\n")
      .map((line) => /^gateway_(\w+)(?:\{.*="(.*)"\})? (\d+)$/.exec(line));
    return Object.fromEntries(
      lines.flatMap((found) => {
        const [, name, label, number] = found ?? [];
        return name && names.includes(name) ? [[label ? `${name} ${label}` : name, Number(number)]] : [];
      }),
    );
  };
  return { gateway, live, authorization, numbers };
}

test("subscriptions, the streams they share, their events and their sockets are told, and are gone when they are", async () => {
  const { gateway, live, authorization, numbers } = await counted({ limits: { upstreamLingerMs: 10 } });
  const line = live();
  const watches = [line.subscribe(WATCH), line.subscribe(WATCH), live().subscribe(WATCH)];
  const leaving = new AbortController();
  const response = await fetch(`${gateway.url}/graphql`, {
    ...{ method: "POST", signal: leaving.signal, body: JSON.stringify({ query: WATCH }) },
    headers: { accept: "text/event-stream", "content-type": "application/json", authorization },
  });
  const reading = (async () => {
    for await (const _ of response.body!);
  })().catch(() => {});
  await Promise.all(watches.map((watch) => watch.first(1)));
  await eventually(() => assert.equal(gateway.toys.watching(), 1));
  gateway.toys.emit("PAID");
  await Promise.all(watches.map((watch) => watch.first(2)));

  const names = ["subscriptions_open", "websockets_open", "upstreams_open", "subscription_events_total"];
  await eventually(async () =>
    assert.deepEqual(await numbers(...names), {
      "subscriptions_open websocket": 3,
      "subscriptions_open http": 1,
      websockets_open: 2,
      "upstreams_open tills": 1,
      "subscription_events_total websocket": 6,
      "subscription_events_total http": 2,
    }),
  );

  leaving.abort();
  await reading;
  for (const { client } of clients) await client.dispose();
  const begun = { ...(await numbers("subscriptions_total", "websockets_total")) };
  assert.deepEqual(begun, {
    "subscriptions_total websocket": 3,
    "subscriptions_total http": 1,
    websockets_total: 2,
  });
  await eventually(async () =>
    assert.deepEqual(await numbers(...names.slice(0, 3)), {
      "subscriptions_open websocket": 0,
      "subscriptions_open http": 0,
      websockets_open: 0,
      "upstreams_open tills": 0,
    }),
  );
});

test("a stream that breaks is counted, and so is the one that comes after it; one that is refused does not stay", async () => {
  const { gateway, live, numbers } = await counted();
  const line = live();
  const first = line.subscribe(WATCH);
  await first.first(1);
  gateway.toys.breakStream();
  await first.ended();
  await line.subscribe(WATCH).first(1);
  assert.deepEqual(await numbers("upstreams_open", "upstreams_total", "upstreams_broken_total"), {
    "upstreams_open tills": 1,
    "upstreams_total tills": 2,
    "upstreams_broken_total tills": 1,
  });

  gateway.condition("tills", "down");
  await line.subscribe(`subscription { heartbeat(count: 1) }`).ended();
  assert.deepEqual(await numbers("upstreams_open", "subscriptions_open"), {
    "upstreams_open tills": 1,
    "subscriptions_open websocket": 1,
  });
});

test("a slow reader that is closed is counted", async () => {
  const { gateway, authorization, numbers } = await counted({ limits: { socketUnsentBytesMax: 64 * 1024 } });
  const socket = new WebSocket(`${gateway.url.replace("http", "ws")}/graphql`, "graphql-transport-ws");
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "connection_init", payload: { authorization } }));
  await once(socket, "message");
  socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: WATCH } }));
  await once(socket, "message");
  socket.pause();
  await eventually(async () => {
    gateway.toys.emit("x".repeat(500_000));
    await wait(5);
    assert.deepEqual(await numbers("slow_readers_total"), { "slow_readers_total websocket": 1 });
  });
  socket.terminate();
});
