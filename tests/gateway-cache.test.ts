import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import { type FormattedExecutionResult, parse } from "graphql";
import type { Redis } from "ioredis";
import { withKeptReads } from "#gateway/cache/kept-reads.ts";
import { redisCacheStore } from "#gateway/cache/redis-store.ts";
import { type CachedOperation, createResponseCache } from "#gateway/cache/response-cache.ts";
import { cacheRulesOf } from "#gateway/cache/rules.ts";
import { type CacheEntry, type CacheStore, localCacheStore } from "#gateway/cache/store.ts";
import { changed, ofList } from "#gateway/cache/tags.ts";
import { openRedis, optionalRedis } from "#gateway/redis.ts";
import type { SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { nobody } from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";
import { eventually } from "./support/eventually.ts";

let nowMs = 1_000_000;
const clock = { now: () => new Date(nowMs) };
const rules = cacheRulesOf(/* GraphQL */ `
  type Query {
    thing(id: ID): Thing @cacheControl(maxAge: 60, scope: PUBLIC)
    mine: String @cacheControl(maxAge: 60)
    never: String
  }
  type Thing @join__type(graph: A, key: "id") @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    name: String
  }
`);

const url = process.env.AGORA_TEST_REDIS;
const real = url ? openRedis(url, silentLog, 5_000) : undefined;
after(() => real?.client.disconnect());
let prefixes = 0;
const newPrefix = () => `agora-test-${process.pid}-${Date.now()}-${(prefixes += 1)}:`;
const redisStore = (client: Redis, keyPrefix = newPrefix()): CacheStore =>
  redisCacheStore({ redis: optionalRedis(client, silentLog, clock), keyPrefix, entryMsMax: 3_600_000, clock });

const entry = (value: string, tags: string[], ms = 60_000): CacheEntry => ({
  ...{ value, tags },
  ...{ freshUntilMs: nowMs + ms, staleUntilMs: nowMs + ms },
});
const valuesOf = async (store: CacheStore, keys: string) =>
  (await store.read([...keys])).entries.map((found) => found?.value);
const put = async (store: CacheStore, entries: Record<string, CacheEntry>) =>
  store.write((await store.read([])).asOf!, new Map(Object.entries(entries)));

const stores: Record<string, () => CacheStore> = {
  "in this process": () => localCacheStore(clock),
  "in a Redis (AGORA_TEST_REDIS)": () => redisStore(real!.client),
};
for (const [where, open] of Object.entries(stores)) {
  const skip = where.includes("AGORA_TEST_REDIS") && !real ? "AGORA_TEST_REDIS is not set" : false;
  const ready = async () => {
    if (real) await eventually(() => assert.equal(real.client.status, "ready"));
  };

  test(`${where}: what is kept is found, until its time is over or one of its tags is dropped`, { skip }, async () => {
    await ready();
    const store = open();
    await put(store, { a: entry("A", ["x", "y"]), b: entry("B", ["y"]), c: entry("C", []), d: entry("D", ["z"], 20) });
    assert.deepEqual(await valuesOf(store, "abcde"), ["A", "B", "C", "D", undefined]);

    await store.invalidate(["never heard of"]);
    await put(store, { e: entry("E", ["x"]) });
    assert.deepEqual(await valuesOf(store, "ae"), ["A", "E"]);
    await store.invalidate(["x"]);
    assert.deepEqual(await valuesOf(store, "abc"), [undefined, "B", "C"]);
    await store.invalidate(["y"]);
    assert.deepEqual(await valuesOf(store, "abc"), [undefined, undefined, "C"]);

    nowMs += 20;
    assert.deepEqual(await valuesOf(store, "cd"), ["C", undefined]);
    await put(store, { a: entry("A again", ["x", "y"]) });
    assert.deepEqual(await valuesOf(store, "a"), ["A again"]);
  });

  test(
    `${where}: an entry of thousands of tags is dropped by each, thousands of them at once too`,
    { skip },
    async () => {
      await ready();
      const store = open();
      const tags = Array.from({ length: 2_500 }, (_, at) => `t${at}`);
      for (const dropped of [["t0"], ["t2499"], tags.toReversed()]) {
        await put(store, { a: entry("A", tags), b: entry("B", ["t1"]) });
        assert.deepEqual(await valuesOf(store, "a"), ["A"]);
        await store.invalidate(dropped);
        assert.deepEqual(await valuesOf(store, "ab"), [undefined, dropped.includes("t1") ? undefined : "B"]);
      }
    },
  );

  test(`${where}: what was begun before its tag was dropped is not kept after it`, { skip }, async () => {
    await ready();
    const store = open();
    const { asOf } = await store.read([]);
    await store.invalidate(["x"]);
    await store.write(
      asOf!,
      new Map([
        ["a", entry("old", ["x"])],
        ["b", entry("other", ["y"])],
      ]),
    );
    const seen = await valuesOf(store, "a");
    await store.write((await store.read([])).asOf!, new Map([["a", entry("new", ["x"])]]));

    assert.deepEqual(seen, [undefined]);
    assert.deepEqual(await valuesOf(store, "a"), ["new"]);
  });

  test(`${where}: of readers, writers and droppers at once nobody sees what was dropped`, { skip }, async () => {
    await ready();
    const store = open();
    let truth = 0;
    let dropped = 0;
    let found = 0;
    const work = Array.from({ length: 8 }, async (_, worker) => {
      for (let round = 0; round < 40; round += 1) {
        const atLeast = dropped;
        const { asOf, entries } = await store.read(["key"]);
        if (entries[0]) found += 1;
        if (entries[0]) assert.ok(Number(entries[0].value) >= atLeast, `${entries[0].value} < ${atLeast}`);
        const made = truth;
        await settled();
        await store.write(asOf!, new Map([["key", entry(String(made), ["tag"])]]));
        if (worker > 1 || round % 4 > 0) continue;
        const changedTo = (truth += 1);
        await store.invalidate(["tag"]);
        dropped = Math.max(dropped, changedTo);
      }
    });

    await Promise.all(work);
    assert.ok(found > 0);
  });
}

test("the store of this process keeps its limits; a tag it has forgotten drops too much, never too little", async () => {
  const store = localCacheStore(clock, { entriesMax: 3, bytesMax: 3_000, tagsMax: 2 });
  await put(store, { a: entry("A", ["x"]), b: entry("B", ["y"]), c: entry("C", []), d: entry("D".repeat(9_000), []) });
  assert.deepEqual(await valuesOf(store, "abcd"), ["A", "B", "C", undefined]);
  await put(store, { e: entry("E", []) });
  assert.deepEqual(await valuesOf(store, "abce"), [undefined, "B", "C", "E"]);
  await put(store, { f: entry("F".repeat(2_700), []) });
  assert.deepEqual(
    (await valuesOf(store, "bcef")).map((value) => value?.length),
    [undefined, undefined, undefined, 2_700],
  );

  await put(store, { old: entry("old", ["x"]), other: entry("other", ["y"]) });
  const { asOf } = await store.read([]);
  for (const tag of ["x", "1", "2"]) await store.invalidate([tag]);
  await store.write(asOf!, new Map([["late", entry("late", ["x"])]]));
  await put(store, { new: entry("new", ["x"]) });
  await store.write(asOf!, new Map([["new", entry("late", ["x"])]]));

  const { entries } = await store.read(["old", "other", "late", "new"]);
  assert.deepEqual(
    entries.map((found) => found?.value),
    [undefined, undefined, undefined, "new"],
  );
});

test("a Redis that fails or is away keeps nothing and stops nobody, but a drop says that it failed", async () => {
  const fail = () => Promise.reject(new Error("LOADING"));
  const failing = { status: "ready", get: fail, mget: fail, set: fail, eval: fail } as unknown as Redis;
  for (const client of [failing, { ...failing, status: "reconnecting" } as Redis]) {
    const store = redisStore(client);
    assert.deepEqual(await store.read(["a", "b"]), { asOf: undefined, entries: [undefined, undefined] });
    await store.write(1, new Map([["a", entry("A", ["x"])]]));
    await assert.rejects(store.invalidate(["x"]), /LOADING/);
  }
});

test(
  "a Redis that ran out of memory and lost its tags is not believed about what they dropped",
  { skip: real ? false : "AGORA_TEST_REDIS is not set" },
  async () => {
    await eventually(() => assert.equal(real!.client.status, "ready"));
    const prefix = newPrefix();
    const store = redisStore(real!.client, prefix);
    await store.invalidate(["x"]);
    const { asOf } = await store.read([]);
    await put(store, { a: entry("A", ["x", "y"]), b: entry("B", ["z"]) });
    await store.invalidate(["x"]);
    await real!.client.del(`${prefix}{tags}:tag:x`);

    assert.deepEqual(await valuesOf(store, "ab"), [undefined, "B"]);
    await store.write(asOf!, new Map([["c", entry("C", ["x"])]]));
    assert.deepEqual(await valuesOf(store, "c"), [undefined]);
    await real!.client.del(`${prefix}{tags}:moment`);
    await put(store, { d: entry("D", ["new"]) });
    assert.deepEqual(await valuesOf(store, "d"), ["D"]);
    await real!.client.set(`${prefix}{tags}:moment`, "1");
    assert.deepEqual(await valuesOf(store, "d"), [undefined]);
  },
);

function openCache(store: CacheStore = localCacheStore(clock)) {
  const options = {
    rules,
    store,
    graph: "g1",
    staleSeconds: 30,
    valueBytesMax: 1_000,
    makeMsMax: 5_000,
    clock,
    log: silentLog,
  };
  const responses = createResponseCache(options);
  const world = {
    made: 0,
    answer: (): FormattedExecutionResult => ({ data: { thing: { id: "t1", name: `made ${world.made}` } } }),
  };
  const ask = async (source = "{ thing { id name } }", operation: Partial<CachedOperation> = {}, cache = responses) => {
    const answer = await cache.answer(
      {
        ...{ document: parse(source), hash: source, variables: {}, caller: nobody, headers: {} },
        context: { market: "IN", currency: "INR", locale: "en-IN" },
        ...operation,
      },
      async () => {
        world.made += 1;
        const result = world.answer();
        await settled();
        return result;
      },
    );
    return "json" in answer ? JSON.parse(answer.json) : answer.result;
  };
  const name = async (...args: Parameters<typeof ask>) => (await ask(...args)).data.thing.name;
  return { options, responses, store, world, ask, name };
}

test("a kept answer is given again until its time is over", async () => {
  const { name, world, responses } = openCache();
  assert.deepEqual([await name(), await name()], ["made 1", "made 1"]);
  nowMs += 59_999;
  assert.equal(await name(), "made 1");
  const again = await responses.answer(
    {
      ...{
        document: parse("{ thing { id name } }"),
        hash: "{ thing { id name } }",
        variables: {},
        caller: nobody,
        headers: {},
      },
      context: { market: "IN", currency: "INR", locale: "en-IN" },
    },
    () => Promise.reject(new Error("nobody was to be asked")),
  );

  assert.deepEqual(again, {
    json: `{"data":{"thing":{"id":"t1","name":"made 1"}}}`,
    kept: { policy: { maxAgeSeconds: 60, scope: "PUBLIC" }, freshUntilMs: nowMs + 1 },
  });
  nowMs += 31_000;
  assert.equal(await name(), "made 2");
  assert.equal(world.made, 2);
});

test("past its time an answer is given once more at once, while one new one is made for all", async () => {
  const { ask, name, world } = openCache();
  await name();
  nowMs += 60_000;

  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 20 }, () => name()))), new Set(["made 1"]));
  await settled();
  await settled();
  assert.equal(await name(), "made 2");
  assert.equal(world.made, 2);

  world.answer = () => ({ data: null, errors: [{ message: "down" }] });
  nowMs += 60_000;
  assert.equal(await name(), "made 2");
  await settled();
  await settled();
  assert.equal(await name(), "made 2");
  nowMs += 30_000;
  assert.equal((await ask()).data, null);
});

test("many who ask the same at once wait for one answer; a fault reaches them all and is forgotten", async () => {
  const { ask, name, world } = openCache();
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 20 }, () => name()))), new Set(["made 1"]));
  assert.equal(world.made, 1);
  nowMs += 90_000;

  const answer = world.answer;
  world.answer = () => {
    throw new Error("no connection");
  };
  const faults = await Promise.allSettled(Array.from({ length: 5 }, () => ask()));
  assert.deepEqual(new Set(faults.map(({ status }) => status)), new Set(["rejected"]));
  assert.equal(world.made, 2);
  await settled();
  world.answer = answer;
  assert.equal(await name(), "made 3");
});

test("what has errors, is too large, is not to be kept, or is private to nobody in particular is made each time", async () => {
  const { ask, world } = openCache();
  const each = async (source: string, data: object | null, errors?: { message: string }[]) => {
    world.made = 0;
    world.answer = () => ({ data: data as Record<string, unknown>, errors });
    for (let round = 0; round < 3; round += 1) {
      await ask(source);
      await settled();
    }
    return world.made;
  };

  assert.equal(await each("{ thing { id } }", { thing: { id: "t1" } }, [{ message: "partly" }]), 3);
  assert.equal(await each("{ thing { id name } }", null, [{ message: "no" }]), 3);
  assert.equal(await each("{ thing { name } }", { thing: { name: "x".repeat(1_000) } }), 3);
  assert.equal(await each("{ never }", { never: "a" }), 3);
  assert.equal(await each("mutation { thing }", { thing: null }), 3);
  assert.equal(await each("{ mine }", { mine: "a" }), 3);
  assert.equal(await each("{ a: thing { id } }", { a: { id: "t1" } }), 1);
});

test("an event drops what shows the thing, and nothing else", async () => {
  const { ask, store, world } = openCache();
  const one = (id: string) => ask(`query ($id: ID) { thing(id: $id) { id name } }`, { variables: { id } });
  world.answer = () => ({ data: { thing: { id: world.made > 1 ? "t2" : "t1", name: `made ${world.made}` } } });
  await one("t1");
  await one("t2");
  await settled();

  await store.invalidate(changed("Thing", "t1"));
  assert.equal((await one("t2")).data.thing.name, "made 2");
  assert.equal((await one("t1")).data.thing.name, "made 3");
  await store.invalidate([ofList("Thing")]);
  assert.equal((await one("t2")).data.thing.name, "made 2");
});

test("an answer begun before an event is given to those who asked before it, and to nobody after it", async () => {
  const { ask, store, world } = openCache();
  world.answer = () => ({ data: { thing: { id: "t1", name: `made ${world.made}` } } });
  const before = ask();
  await Promise.resolve();
  await store.invalidate(changed("Thing", "t1"));
  const after = ask();

  assert.equal((await before).data.thing.name, "made 1");
  assert.equal((await after).data.thing.name, "made 2");
  await settled();
  assert.equal((await ask()).data.thing.name, "made 2");
});

test("another supergraph, operation name or variable is another answer; the order of variables is not", async () => {
  const { ask, name, options, world } = openCache();
  await name();
  await name("{ thing { id name } }", {}, createResponseCache({ ...options, graph: "g2" }));
  assert.equal(world.made, 2);
  const two = "query A { thing { id } } query B { thing { id } }";
  await ask(two, { operationName: "A" });
  await ask(two, { operationName: "B" });
  assert.equal(world.made, 4);
  for (const variables of [
    { a: 1, b: { c: [1], d: 2 } },
    { b: { d: 2, c: [1] }, a: 1 },
    { a: 1, b: { c: [2], d: 2 } },
  ])
    await ask(undefined, { variables });
  assert.equal(world.made, 6);
});

test("without its store a cache makes each answer, and those at once together", async () => {
  const { name, world } = openCache(redisStore({ status: "end" } as unknown as Redis));

  assert.deepEqual([await name(), await name()], ["made 1", "made 2"]);
  await Promise.all([name(), name(), name()]);
  assert.equal(world.made, 3);
});

function openEntities() {
  const { options, store } = openCache();
  const asked: string[][] = [];
  const world = {
    version: 1,
    answer: (ids: string[]): SubgraphResult => ({
      data: { _entities: ids.map((id) => (id === "gone" ? null : { name: `${id} v${world.version}` })) },
    }),
  };
  const idsOf = ({ variables }: SubgraphRequest): string[] =>
    (variables!.representations as { id: string }[]).map(({ id }) => id);
  const kept = withKeptReads(
    "a",
    {
      execute: async (request) => {
        const wanted = idsOf(request);
        asked.push(wanted);
        await settled();
        return world.answer(wanted);
      },
      subscribe: () => Promise.reject(new Error("nobody watches")),
    },
    options,
  );
  const fetch = async (ids: string, of: Partial<SubgraphRequest> = {}) => {
    const representations = ids.split(" ").map((id) => ({ __typename: "Thing", id }));
    const { data, errors } = await kept.execute({
      ...{ caller: nobody, variables: { representations }, requestId: "r", deadlineAtMs: Infinity },
      context: { market: "IN", currency: "INR", locale: "en-IN" },
      signal: new AbortController().signal,
      document:
        "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Thing { name } } }",
      ...of,
    });
    const names = data?._entities.map((entity: { name: string } | null) => entity?.name ?? null);
    return errors ? { names, errors } : names;
  };
  return { store, asked, world, fetch };
}

test("a subgraph is asked only for the entities that are not kept, and the answer is whole and in order", async () => {
  const { fetch, asked } = openEntities();

  assert.deepEqual(await fetch("a b"), ["a v1", "b v1"]);
  assert.deepEqual(await fetch("c b d a"), ["c v1", "b v1", "d v1", "a v1"]);
  assert.deepEqual(await fetch("a b c d"), ["a v1", "b v1", "c v1", "d v1"]);
  assert.deepEqual(asked, [
    ["a", "b"],
    ["c", "d"],
  ]);
});

test("errors about entities come at their place, and neither they nor nothing are kept", async () => {
  const { fetch, asked, world } = openEntities();
  await fetch("a");
  world.answer = (ids) => ({
    data: { _entities: ids.map((id) => (id === "bad" ? { name: "half" } : { name: id })) },
    errors: [{ message: "bad", path: ["_entities", ids.indexOf("bad"), "name"] }],
  });

  assert.deepEqual(await fetch("a b bad"), {
    names: ["a v1", "b", "half"],
    errors: [{ message: "bad", path: ["_entities", 2, "name"] }],
  });
  world.answer = () => ({ data: null, errors: [{ message: "all of it" }] });
  assert.deepEqual(await fetch("b bad c"), {
    names: ["b", null, null],
    errors: [1, 2].map((at) => ({ message: "all of it", path: ["_entities", at] })),
  });
  world.answer = (ids) => ({
    data: { _entities: ids.map((id) => ({ name: id })) },
    errors: [{ message: "somewhere" }],
  });
  await fetch("c");
  world.answer = (ids) => ({ data: { _entities: ids.map(() => null) } });
  assert.deepEqual(await fetch("bad c gone"), [null, null, null]);
  await fetch("bad c gone");
  assert.deepEqual(asked.slice(2), [["bad", "c"], ["c"], ["bad", "c", "gone"], ["bad", "c", "gone"]]);
});

test("an event about one entity drops what is kept of it, and past its time it is renewed behind the answer", async () => {
  const { fetch, asked, store, world } = openEntities();
  await fetch("a b c");
  world.version = 2;
  await store.invalidate(changed("Thing", "b"));
  assert.deepEqual(await fetch("a b c"), ["a v1", "b v2", "c v1"]);

  nowMs += 60_000;
  world.version = 3;
  assert.deepEqual(await Promise.all([fetch("a b"), fetch("b a c")]), [
    ["a v1", "b v2"],
    ["b v2", "a v1", "c v1"],
  ]);
  await settled();
  await settled();
  assert.deepEqual(await fetch("a b c"), ["a v3", "b v3", "c v3"]);
  assert.deepEqual(asked, [["a", "b", "c"], ["b"], ["a", "b"], ["c"]]);
});

test("what nothing is said of passes as it is", async () => {
  const { fetch, asked } = openEntities();
  const document =
    "query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Other { name } } }";
  const variables = { representations: [{ __typename: "Other", id: "a" }] };

  await fetch("", { document, variables });
  await fetch("", { document, variables });
  assert.deepEqual(asked, [["a"], ["a"]]);
});
