import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { Redis } from "ioredis";
import { type EventSource, localEvents } from "#gateway/subscriptions/event-source.ts";
import { redisEvents } from "#gateway/subscriptions/redis-events.ts";
import { topicOf } from "#gateway/subscriptions/topic.ts";
import { createLog, silentLog } from "#kernel/log.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";
import { type LiveClient, liveClient } from "#tests/support/live-client.ts";

const WATCH = `subscription ($id: ID!) { change: orderChanged(id: $id) { sequence state: status order { id lines { product { name stars } } } } }`;
const ORDER = { __typename: "Order", id: "o1" };
const LINES = ["Anvil", "Bellows", "Anvil"].map((name) => ({ product: { name, stars: name === "Anvil" ? 4.5 : 3 } }));

let gateway: TestGateway | undefined;
const clients: LiveClient[] = [];
afterEach(async () => {
  for (const { client } of clients.splice(0)) client.terminate();
  await gateway?.close();
  gateway = undefined;
});

for (const shape of ["one process", "separate"] as const) {
  const named = (name: string) => `${name} (${shape})`;
  /** A gateway that hears its events, with somebody who watches. */
  const start = async (topic = "orders.{args.id}") => {
    const source = localEvents();
    const listening = { count: 0 };
    const counted: EventSource = {
      ...source,
      listen: (...call) => {
        const stop = source.listen(...call);
        listening.count += 1;
        return () => {
          listening.count -= 1;
          stop();
        };
      },
    };
    const opened = await openTestGateway({
      shape,
      feeds: { source: counted, topics: { "Subscription.orderChanged": topic } },
    });
    const say = (topic: string, event: unknown) => source.publish(topic, JSON.stringify(event));
    const live = async (claims: Record<string, unknown> = {}) => {
      const client = liveClient(opened.url, { Authorization: `Bearer ${await opened.token(claims)}` });
      clients.push(client);
      return client;
    };
    gateway = opened;
    return { gateway: opened, source, say, listening, live };
  };
  test(named("an event that carries an entity's key is filled in, and no stream is open at the subgraph"), async () => {
    const { gateway, say, listening, live } = await start();
    const watch = (await live()).subscribe(WATCH, { id: "o1" });
    await eventually(() => assert.equal(listening.count, 1));
    say("orders.o2", { sequence: 1, status: "OTHER", order: ORDER });
    say("orders.o1", { sequence: 2, status: "PAID", order: ORDER });
    const [event] = await watch.first(1);
    assert.deepEqual(event, { data: { change: { sequence: 2, state: "PAID", order: { id: "o1", lines: LINES } } } });
    assert.equal(gateway.toys.watching(), 0);
    const [asked] = gateway.traffic.filter(({ subgraph }) => subgraph === "tills");
    assert.deepEqual(asked!.request.variables, { representations: [ORDER] });
    assert.equal(asked!.request.caller.subject, "usr_ada", "on behalf of who watches");
    watch.stop();
    await eventually(() => assert.equal(listening.count, 0));
  });

  test(named("what an event carries is not asked for"), async () => {
    const { gateway, say, listening, live } = await start();
    const watch = (await live()).subscribe(WATCH, { id: "o1" });
    await eventually(() => assert.equal(listening.count, 1));
    const lines = [{ quantity: 1, product: { __typename: "Product", id: "p2" } }];
    say("orders.o1", { sequence: 3, status: "SENT", order: { ...ORDER, lines } });
    const [{ data }] = await watch.first(1);
    assert.deepEqual(data.change.order.lines, [{ product: { name: "Bellows", stars: 3 } }]);
    assert.ok(gateway.traffic.every(({ subgraph }) => subgraph !== "tills"));
  });

  test(named("watchers of one topic listen once, and are filled in once"), async () => {
    const { gateway, say, listening, live } = await start();
    const client = await live();
    const watches = Array.from({ length: 20 }, () => client.subscribe(WATCH, { id: "o1" }));
    await eventually(() => assert.equal(listening.count, 1));
    await wait(50);
    for (const sequence of [1, 2, 3]) say("orders.o1", { sequence, status: "X", order: ORDER });
    for (const watch of watches)
      assert.deepEqual(
        (await watch.first(3)).map(({ data }) => data.change.sequence),
        [1, 2, 3],
      );
    assert.ok(gateway.traffic.filter(({ subgraph }) => subgraph === "tills").length <= 3);
  });

  test(named("access rules hold, and a topic may be somebody's own"), async () => {
    const { gateway, say, listening, live } = await start("orders.{caller.subject}.{args.id}");
    const stranger = liveClient(gateway.url);
    clients.push(stranger);
    const [refusal] = await stranger.subscribe(WATCH, { id: "o1" }).ended();
    assert.equal(refusal.extensions.code, "UNAUTHENTICATED");
    const [ada, eve] = [await live(), await live({ sub: "usr_eve" })].map((client) =>
      client.subscribe(WATCH, { id: "o1" }),
    );
    await eventually(() => assert.equal(listening.count, 2));
    say("orders.usr_ada.o1", { sequence: 1, status: "PAID", order: ORDER });
    await ada!.first(1);
    await wait(50);
    assert.deepEqual(eve!.results, []);
  });

  test(named("a message that is no event is told as an error, and the stream goes on"), async () => {
    const { source, say, listening, live } = await start();
    const watch = (await live()).subscribe(WATCH, { id: "o1" });
    await eventually(() => assert.equal(listening.count, 1));
    source.publish("orders.o1", "{ broken");
    say("orders.o1", { sequence: 1, status: "PAID", order: ORDER });
    const [broken, whole] = await watch.first(2);
    assert.equal(broken.errors[0].extensions.code, "INTERNAL_SERVER_ERROR");
    assert.equal(whole.data.change.sequence, 1);
  });

  test(named("an entity that cannot be had is null with an error at its place"), async () => {
    const { gateway, say, listening, live } = await start();
    const watch = (await live()).subscribe(WATCH, { id: "o1" });
    await eventually(() => assert.equal(listening.count, 1));
    gateway.condition("tills", "down");
    say("orders.o1", { sequence: 1, status: "PAID", order: ORDER });
    const [{ data, errors }] = await watch.first(1);
    assert.equal(data, null, "lines must not be null, nor what is above them");
    assert.deepEqual(
      [errors[0].path, errors[0].extensions.code],
      [["change", "order", "lines"], "SERVICE_UNAVAILABLE"],
    );
  });
}

test("a topic's values cannot be read as another topic, and none may be missing", () => {
  const caller = { subject: "usr_ada" };
  const of = (args: Record<string, unknown>) => topicOf("a.{args.x}.{args.y}", { args, caller });
  assert.equal(of({ x: "1", y: "2" }), "a.1.2");
  assert.equal(of({ x: "1.2", y: "3 *" }), "a.1%2E2.3%20*");
  assert.notEqual(of({ x: "1.2", y: "3" }), of({ x: "1", y: "2.3" }));
  assert.equal(topicOf("a.{caller.subject}", { args: {}, caller }), "a.usr_ada");
  for (const y of [undefined, null, {}, ["2"]]) assert.equal(of({ x: "1", y }), undefined);
  assert.equal(topicOf("a.{caller.subject}", { args: {}, caller: { subject: null } }), undefined);
});

const url = process.env.AGORA_TEST_REDIS;
const skip = url ? false : "AGORA_TEST_REDIS is not set";
const closing: (() => Promise<unknown> | void)[] = [];
after(() => Promise.all(closing.map((close) => close())));

/** A source and who speaks to it. */
function redis() {
  const keyPrefix = `test-${Date.now()}-${Math.random()}:`;
  const source = redisEvents({ url: url!, keyPrefix, log: silentLog });
  const speaker = new Redis(url!);
  closing.push(source.close, () => speaker.disconnect());
  const say = (topic: string, text: string) => speaker.spublish(keyPrefix + topic, text);
  const heard: string[] = [];
  const listener = (name: string) => ({
    message: (text: string) => void heard.push(`${name} ${text}`),
    lost: () => void heard.push(`${name} lost`),
  });
  /** Listening takes effect a little later. */
  const until = (topic: string, count: number) =>
    eventually(async () => assert.equal(await say(topic, "probe"), count));
  return { source, speaker, say, heard, listener, until };
}

test("messages through Redis reach who listens to their topic, and nobody else", { skip }, async () => {
  const { source, say, heard, listener, until } = redis();
  const stops = [
    source.listen("a", listener("1")),
    source.listen("a", listener("2")),
    source.listen("b", listener("3")),
  ];
  await until("a", 1);
  await until("b", 1);
  await eventually(() => assert.ok(heard.includes("3 probe")));
  heard.length = 0;
  await say("a", "x");
  stops[0]!();
  stops[0]!();
  await say("a", "y");
  await eventually(() =>
    assert.deepEqual(
      heard.toSorted(),
      ["1 x", "2 x", "2 y"].filter((line) => heard.includes(line)),
    ),
  );
  await eventually(() => assert.ok(heard.includes("2 y")));
  stops[1]!();
  await until("a", 0);
  assert.ok(!heard.some((line) => line.startsWith("3")));
});

test("a broken connection to Redis is told to all who listen, and stands again by itself", { skip }, async () => {
  const { source, speaker, say, heard, listener, until } = redis();
  source.listen("a", listener("1"));
  await until("a", 1);
  await speaker.call("CLIENT", "KILL", "TYPE", "pubsub");
  await eventually(() => assert.ok(heard.includes("1 lost")));
  source.listen("c", listener("2"));
  await until("a", 1);
  await until("c", 1);
  heard.length = 0;
  await say("a", "x");
  await eventually(() => assert.ok(heard.includes("1 x")));
});

test("a Redis that is not there is told to who listens, and logged", async () => {
  const logged: string[] = [];
  const log = createLog("warn", { write: (line) => void logged.push(line) });
  const source = redisEvents({ url: "redis://127.0.0.1:1", keyPrefix: "", log });
  const { promise, resolve } = Promise.withResolvers<void>();
  source.listen("a", { message: () => {}, lost: resolve });
  await promise;
  await source.close();
  assert.match(logged.join(), /ECONNREFUSED/);
});
