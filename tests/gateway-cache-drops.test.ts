import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import { dropByTopic } from "#gateway/cache/drop-by-topic.ts";
import { type CacheEntry, type CacheStore, localCacheStore } from "#gateway/cache/store.ts";
import { type EventListener, localEvents } from "#gateway/subscriptions/event-source.ts";
import { redisEvents } from "#gateway/subscriptions/redis-events.ts";
import { systemClock } from "#kernel/clock.ts";
import { silentLog } from "#kernel/log.ts";
import { cuttableLine } from "./support/cuttable-line.ts";
import { eventually } from "./support/eventually.ts";

const ends: (() => unknown)[] = [];
after(async () => {
  for (const end of ends) await end();
});
const others = { topic: "drops", metrics: undefined, log: silentLog };
const put = async (store: CacheStore, key: string, ...tags: string[]) => {
  const untilMs = Date.now() + 60_000;
  const entry: CacheEntry = { value: key, tags, freshUntilMs: untilMs, staleUntilMs: untilMs };
  const { asOf } = await store.read([]);
  if (asOf !== undefined) await store.write(asOf, new Map([[key, entry]]));
};
const seen = async (store: CacheStore, keys: string) => {
  const { entries } = await store.read([...keys]);
  return entries.map((entry) => entry?.value ?? "-").join("");
};

test("a message drops what it names, everything by *, and everything where it is not understood", async () => {
  const events = localEvents();
  const warned: string[] = [];
  const log = { ...silentLog, warn: (_: object, message: string) => void warned.push(message) };
  const { store, close } = dropByTopic({ ...others, store: localCacheStore(systemClock), source: events, log });
  ends.push(close);
  await put(store, "a", "Product:1");
  await put(store, "b", "Product:2", "Product[]");
  await put(store, "c");

  events.publish("drops", JSON.stringify(["Product:1", "never heard of"]));
  assert.equal(await seen(store, "abc"), "-bc");
  events.publish("drops", "[]");
  assert.equal(await seen(store, "abc"), "-bc");
  assert.equal(warned.length, 0);
  const tooMany = JSON.stringify(Array(1_001).fill("Product[]"));
  const unclear = ["", "{", "{}", "Product:1", `"Product:1"`, `["Product:1", 2]`, "null", tooMany];
  for (const [index, text] of unclear.entries()) {
    await put(store, "b", "Product:2");
    events.publish("drops", text);
    assert.equal(await seen(store, "abc"), "---", text);
    assert.equal(warned.length, index + 1);
  }
  await put(store, "b", "Product:2");
  events.publish("drops", JSON.stringify(["*"]));
  assert.equal(await seen(store, "abc"), "---");
  await put(store, "a", "Product:1");
  assert.equal(await seen(store, "a"), "a");
});

test("while messages may be missed nothing is given or kept, and nothing from before is given after it", async () => {
  let listener: EventListener;
  const source = { listen: (_: string, one: EventListener) => ((listener = one), () => {}), close: async () => {} };
  const { store, close } = dropByTopic({ ...others, store: localCacheStore(systemClock), source });
  ends.push(close);
  await put(store, "a");
  assert.equal(await seen(store, "a"), "-");

  listener!.ready!();
  await settled();
  await put(store, "a");
  assert.equal(await seen(store, "a"), "a");
  const { asOf } = await store.read([]);
  listener!.lost();
  assert.deepEqual(await store.read(["a"]), { asOf: undefined, entries: [undefined] });
  listener!.ready!();
  await settled();
  const untilMs = Date.now() + 60_000;
  await store.write(
    asOf!,
    new Map([["late", { value: "late", tags: [], freshUntilMs: untilMs, staleUntilMs: untilMs }]]),
  );
  assert.deepEqual((await store.read(["a", "late"])).entries, [undefined, undefined]);
});

test("what was kept before somebody listened is not given: messages may have gone by", async () => {
  const shared = localCacheStore(systemClock);
  await put(shared, "a");
  const { store, close } = dropByTopic({ ...others, store: shared, source: localEvents() });
  ends.push(close);
  await eventually(async () => assert.notEqual((await store.read([])).asOf, undefined));
  assert.equal(await seen(store, "a"), "-");
});

test("a store that fails to drop is told again until it has", async () => {
  const events = localEvents();
  const told: (readonly string[])[] = [];
  const failing: CacheStore = {
    ...localCacheStore(systemClock),
    invalidate: async (tags) => {
      if (!tags.includes("a")) return;
      told.push(tags);
      if (told.length === 1) throw new Error("no connection");
    },
  };
  const { close } = dropByTopic({ ...others, store: failing, source: events });
  ends.push(close);
  events.publish("drops", `["a"]`);
  await eventually(() => assert.deepEqual(told, [["a"], ["a"]]));
});

const url = process.env.AGORA_TEST_REDIS;
test(
  "through Redis: a message drops at once, and a cut line drops all before anything is kept again",
  { skip: url ? false : "AGORA_TEST_REDIS is not set" },
  async () => {
    const line = await cuttableLine(url!);
    const keyPrefix = `agora-test-${process.pid}-${Date.now()}:`;
    const source = redisEvents({ url: line.url.replace("http:", "redis:"), keyPrefix, log: silentLog });
    const { store, close } = dropByTopic({ ...others, store: localCacheStore(systemClock), source });
    const { Redis } = await import("ioredis");
    const publisher = new Redis(url!);
    ends.push(close, source.close, () => publisher.disconnect(), line.stop);
    const isTrusted = async () => assert.notEqual((await store.read([])).asOf, undefined);

    await eventually(isTrusted);
    await put(store, "a", "Product:1");
    await put(store, "b");
    await publisher.spublish(`${keyPrefix}drops`, `["Product:1"]`);
    await eventually(async () => assert.equal(await seen(store, "ab"), "-b"));

    line.cut();
    await eventually(async () => assert.equal((await store.read([])).asOf, undefined));
    await eventually(isTrusted);
    assert.equal(await seen(store, "ab"), "--");
    await put(store, "b", "Product:2");
    await publisher.spublish(`${keyPrefix}drops`, `["Product:2"]`);
    await eventually(async () => assert.equal(await seen(store, "b"), "-"));
  },
);
