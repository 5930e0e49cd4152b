import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import type { Redis } from "ioredis";
import { LIMITS } from "#gateway/limits.ts";
import {
  type DocumentStore,
  localDocumentStore,
  redisDocumentStore,
  sha256,
} from "#gateway/persisted-operations/document-store.ts";
import {
  createPersistedOperations,
  type PersistedOperationsOptions,
  type PersistedRequest,
} from "#gateway/plugins/persisted-operations.ts";
import { parseWithinLimits } from "#gateway/plugins/limits.ts";
import { openRedis, type OptionalRedis, optionalRedis } from "#gateway/redis.ts";
import * as sdkOperations from "#clients/sdk/generated/graphql.ts";
import { silentLog } from "#kernel/log.ts";
import { cuttableLine } from "./support/cuttable-line.ts";
import { eventually } from "./support/eventually.ts";
import { root } from "./support/sources.ts";

const PAGE = "query Page($slug: String!) { product(slug: $slug) { ...Card } } fragment Card on Product { title }";
const CART = "mutation Cart { cartCreate { id } }";
const FREE = `{ product(slug: "secret words") { title } }`;

const manifestOf = (operations: object[]) =>
  JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations });
const page = { id: sha256(PAGE), name: "Page", type: "query", body: PAGE };
const cart = { id: "cart-1", name: "Cart", type: "mutation", body: CART };
const shop = { file: "shop.json", text: manifestOf([page, cart]) };

let nowMs = 0;
const clock = { now: () => new Date(nowMs) };

function open(options: Partial<PersistedOperationsOptions> = {}) {
  const logged: Record<string, unknown>[] = [];
  const log = { ...silentLog, warn: (fields: object, message: string) => void logged.push({ message, ...fields }) };
  const parse = (source: string) => parseWithinLimits(source, LIMITS);
  const operations = createPersistedOperations({
    ...{ manifests: [shop], safelist: "off", requireId: false, introspection: true, parse, clock, log },
    ...options,
  });
  const ask = async (request: PersistedRequest, clientName?: string) => {
    const result = await operations.resolve(request, clientName);
    if (result.ok) return result.value;
    const { status, error } = result.refusal;
    return { status, code: error.extensions.code, message: error.message };
  };
  return { ...operations, ask, logged };
}

type Answer = ReturnType<ReturnType<typeof open>["ask"]>;
const codeOf = async (asking: Answer) => {
  const answer = await asking;
  return "code" in answer ? `${answer.status} ${answer.code}` : "it runs";
};
const apollo = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

test("an operation of a manifest runs by its id, in each way of naming it", async () => {
  const { ask } = open();

  const answers = await Promise.all([
    ask({ extensions: apollo(page.id) }),
    ask({ documentId: page.id }),
    ask({ documentId: `sha256:${page.id}` }),
    ask({ documentId: page.id, extensions: apollo(page.id) }),
  ]);

  for (const answer of answers) assert.deepEqual(answer, { query: PAGE, id: page.id });
  assert.deepEqual(await ask({ documentId: "cart-1" }), { query: CART, id: "cart-1" });
});

test("an id that no manifest has is refused as not in the list, and a text runs where there is no safelist", async () => {
  const { ask, logged } = open();

  assert.deepEqual(await ask({ documentId: "nobody" }), {
    status: 404,
    code: "PERSISTED_QUERY_NOT_IN_LIST",
    message: "Persisted query 'nobody' not found in the persisted query list",
  });
  assert.deepEqual(await ask({ query: FREE }), { query: FREE });
  assert.deepEqual(logged, []);
});

test("a client's own operation goes before the one of all clients, and nobody else has it", async () => {
  const text = manifestOf([cart, { ...cart, body: "mutation Cart { cartCreate { version } }", clientName: "ios" }]);
  const { ask } = open({ manifests: [shop, { file: "ios.json", text }] });

  assert.deepEqual(await ask({ documentId: "cart-1" }, "ios"), {
    query: "mutation Cart { cartCreate { version } }",
    id: "cart-1",
  });
  assert.deepEqual(await ask({ documentId: "cart-1" }, "web"), { query: CART, id: "cart-1" });
});

test("requests that name their document badly are refused", async () => {
  const { ask } = open();
  const bad: PersistedRequest[] = [
    {},
    { query: "" },
    { documentId: 5 },
    { documentId: "" },
    { extensions: { persistedQuery: "x" } },
    { extensions: { persistedQuery: { version: 2, sha256Hash: page.id } } },
    { extensions: { persistedQuery: { version: 1, sha256Hash: ["a"] } } },
    { documentId: "cart-1", extensions: apollo(page.id) },
  ];

  for (const request of bad) assert.equal(await codeOf(ask(request)), "400 BAD_USER_INPUT", JSON.stringify(request));
});

test("enforce: only what the manifest has runs, however it is laid out; introspection where it is open", async () => {
  const { ask, logged } = open({ safelist: "enforce" });
  const laidOut = `fragment Card on Product { # a comment
      title, }
    query Page($slug: String!) {\n product(slug: $slug) { ...Card } }`;

  assert.deepEqual(await ask({ query: laidOut }), { query: laidOut, id: page.id });
  assert.deepEqual(await ask({ documentId: page.id }), { query: PAGE, id: page.id });
  assert.deepEqual(logged, []);

  const schemaOnly = "query Tool { ...A } fragment A on Query { __schema { types { name } } ...A }";
  assert.deepEqual(await ask({ query: schemaOnly }), { query: schemaOnly, id: undefined });
  const others = [
    FREE,
    PAGE.replace("title", "title id"),
    `${PAGE} query Extra { secret }`,
    "{ __typename secret }",
    "{ ...Nowhere }",
    "no graphql",
    "{".repeat(9_000),
  ];
  for (const query of others)
    assert.equal(await codeOf(ask({ query })), "403 QUERY_NOT_IN_SAFELIST", query.slice(0, 40));
  const closed = open({ safelist: "enforce", introspection: false });
  assert.equal(await codeOf(closed.ask({ query: schemaOnly })), "403 QUERY_NOT_IN_SAFELIST");
});

test("enforce with ids only: text is refused, that of the manifest and introspection too", async () => {
  const { ask } = open({ safelist: "enforce", requireId: true });

  for (const query of [PAGE, FREE, "{ __schema { types { name } } }"])
    assert.equal(await codeOf(ask({ query })), "400 PERSISTED_QUERY_ID_REQUIRED");
  assert.deepEqual(await ask({ documentId: page.id }), { query: PAGE, id: page.id });
});

test("log: everything runs; each unknown operation is told once a minute, without what people wrote, and a flood is counted", async () => {
  nowMs = 0;
  const { ask, logged } = open({ safelist: "log" });

  for (let round = 0; round < 3; round += 1) assert.deepEqual(await ask({ query: FREE }, "web"), { query: FREE });
  await ask({ query: PAGE });

  assert.deepEqual(logged.slice(), [
    {
      message: "unknown operation",
      ...{ hash: sha256(FREE), client: "web", isRefused: false, operationName: undefined },
      document: `{\n  product(slug: "") {\n    title\n  }\n}`,
    },
  ]);

  for (let n = 0; n < 100; n += 1) await ask({ query: `{ flood${n} }` });
  assert.equal(logged.length, 20);
  nowMs += 60_000;
  await ask({ query: FREE });
  assert.deepEqual(
    logged.slice(20).map(({ message, count }) => ({ message, count })),
    [
      { message: "more unknown operations than are told one by one", count: 81 },
      { message: "unknown operation", count: undefined },
    ],
  );
});

test("a bad manifest is named with what is wrong in it", () => {
  const bad: readonly (readonly [text: string, complaint: RegExp])[] = [
    ["{", /^Error: bad\.json: not valid JSON/],
    [`{"format":"relay","version":1,"operations":[]}`, /^Error: bad\.json: format: /],
    [manifestOf([cart]).replace(`"version":1`, `"version":2`), /^Error: bad\.json: version: /],
    [manifestOf([page, { ...cart, type: "query" }]), /^Error: bad\.json: operation Cart \(cart-1\): .*no query/],
    [manifestOf([page, { ...cart, body: "" }]), /^Error: bad\.json: operation Cart: operations\.1\.body: /],
    [manifestOf([page, { ...cart, id: undefined }]), /^Error: bad\.json: operation Cart: operations\.1\.id: /],
    [manifestOf([{ ...cart, body: "mutation Cart {" }]), /^Error: bad\.json: operation Cart \(cart-1\): Syntax Error/],
    [
      manifestOf([{ ...cart, body: `${CART} #` }]),
      /^Error: bad\.json: operation Cart \(cart-1\): shop\.json has another/,
    ],
  ];

  for (const [text, complaint] of bad)
    assert.throws(() => open({ manifests: [shop, { file: "bad.json", text }] }), complaint);
});

test("the SDK's manifest has all its operations: by text and by hash they pass where nothing else does", async () => {
  const file = "clients/sdk/generated/persisted-operations.json";
  const { ask } = open({
    safelist: "enforce",
    manifests: [{ file, text: readFileSync(join(root, file), "utf8") }],
  });
  const documents = Object.values(sdkOperations)
    .filter((value) => value instanceof sdkOperations.TypedDocumentString)
    .filter(({ __meta__ }) => __meta__?.hash);

  assert.ok(documents.length > 20);
  for (const document of documents) {
    const id = document.__meta__!.hash.slice("sha256:".length);
    assert.deepEqual(await ask({ query: document.toString() }), { query: document.toString(), id });
    const { query } = (await ask({ documentId: document.__meta__!.hash })) as { query: string };
    assert.equal(sha256(query), id);
  }
});

test("without manifests and automatic persisting a client is told to stop sending hashes", async () => {
  const { ask } = open({ manifests: [] });
  const answer = { status: 200, code: "PERSISTED_QUERY_NOT_SUPPORTED", message: "PersistedQueryNotSupported" };

  assert.deepEqual(await ask({ extensions: apollo(sha256(FREE)) }), answer);
  assert.deepEqual(await ask({ query: FREE, extensions: apollo(sha256(FREE)) }), answer);
});

test("where nothing is persisted automatically an id and a text together are refused", async () => {
  for (const safelist of ["off", "enforce"] as const) {
    const { ask } = open({ safelist });
    assert.equal(
      await codeOf(ask({ query: FREE, extensions: apollo(sha256(FREE)) })),
      "400 CANNOT_SEND_PQ_ID_AND_BODY",
    );
  }
});

test("nothing gets past enforce by being persisted automatically, before or during it", async () => {
  const automatic = localDocumentStore();
  await open({ automatic }).ask({ query: FREE, extensions: apollo(sha256(FREE)) });
  const { ask } = open({ automatic, safelist: "enforce" });

  assert.equal(await codeOf(ask({ extensions: apollo(sha256(FREE)) })), "404 PERSISTED_QUERY_NOT_IN_LIST");
  assert.equal(
    await codeOf(ask({ query: "{ other }", extensions: apollo(sha256("{ other }")) })),
    "400 CANNOT_SEND_PQ_ID_AND_BODY",
  );
  assert.equal(await automatic.get(sha256("{ other }")), undefined);
});

const url = process.env.AGORA_TEST_REDIS;
const real = url ? openRedis(url, silentLog, 5_000) : undefined;
after(() => real?.client.disconnect());
const keyPrefix = `agora-test-${process.pid}-${Date.now()}:`;
const redisStore = (redis: Redis, local = localDocumentStore()): DocumentStore =>
  redisDocumentStore({ redis: optionalRedis(redis, silentLog, clock), local, keyPrefix, keptSeconds: 60 });
const broken = (failure: () => Promise<never>) => ({ status: "ready", get: failure, set: failure }) as unknown as Redis;
const ready = ({ client }: OptionalRedis) => eventually(async () => assert.equal(client.status, "ready"));

/** One suite over each store; what needs a Redis says that it was not there. */
const stores: Record<string, () => DocumentStore> = {
  "in this process": () => localDocumentStore(),
  "in a Redis that fails": () => redisStore(broken(() => Promise.reject(new Error("MOVED")))),
  "in a Redis that is away": () => redisStore({ status: "reconnecting" } as unknown as Redis),
  "in a Redis (AGORA_TEST_REDIS)": () => redisStore(real!.client),
};
for (const [where, openStore] of Object.entries(stores)) {
  const skip = where.includes("AGORA_TEST_REDIS") && !real ? "AGORA_TEST_REDIS is not set" : false;
  test(`automatic persisted queries are kept ${where}`, { skip }, async () => {
    if (real) await ready(real);
    const { ask, logged } = open({ automatic: openStore(), safelist: "log" });
    const query = `{ kept(where: "${where}") }`;
    const byHash = { extensions: apollo(sha256(query)) };

    assert.deepEqual(await ask(byHash), {
      status: 200,
      code: "PERSISTED_QUERY_NOT_FOUND",
      message: "PersistedQueryNotFound",
    });
    assert.deepEqual(await ask({ query, extensions: apollo(sha256(FREE)) }), {
      status: 400,
      code: "BAD_USER_INPUT",
      message: "provided sha does not match query",
    });
    assert.deepEqual(await ask({ query, documentId: "cart-1" }), {
      status: 400,
      code: "BAD_USER_INPUT",
      message: "documentId is not the SHA-256 of query, which it must be where both are sent",
    });
    assert.deepEqual(await ask({ query, ...byHash }), { query });
    assert.deepEqual(await ask(byHash), { query });
    assert.deepEqual(await ask({ documentId: `sha256:${sha256(query)}` }), { query });
    assert.equal(await codeOf(ask({ extensions: apollo(sha256(FREE)) })), "200 PERSISTED_QUERY_NOT_FOUND");
    assert.deepEqual(await ask({ documentId: page.id }), { query: PAGE, id: page.id });
    assert.equal(logged.length, 1);
  });
}

test("the store of this process keeps its limits and forgets what was used longest ago", async () => {
  const store = localDocumentStore({ entriesMax: 3, bytesMax: 2_000, documentBytesMax: 1_000 });
  await store.set("a", "A");
  await store.set("b", "B");
  await store.get("a");
  await store.set("c", "C");
  await store.set("d", "D");
  const kept = (keys: string) => Promise.all([...keys].map((key) => store.get(key)));

  assert.deepEqual(await kept("abcd"), ["A", undefined, "C", "D"]);
  await store.set("e", "E".repeat(1_001));
  assert.deepEqual(await kept("e"), [undefined]);
  await store.set("f", "F".repeat(900));
  for (let round = 0; round < 10; round += 1) await store.set("g", "G".repeat(900));
  assert.deepEqual(await kept("acdfg"), [undefined, undefined, undefined, undefined, "G".repeat(900)]);
});

test("a Redis that failed is left alone for a second, then asked again", async () => {
  let asked = 0;
  const store = redisStore(broken(() => Promise.reject(new Error(`failure ${(asked += 1)}`))));
  nowMs = 5_000;

  for (let tries = 0; tries < 5; tries += 1) assert.equal(await store.get("hash"), undefined);
  assert.equal(asked, 1);
  nowMs += 1_000;
  await store.get("hash");
  assert.equal(asked, 2);
});

test("what a Redis holds under a hash is believed only if it has that hash", async () => {
  const get = async (key: string) => (key.endsWith(sha256(FREE)) ? "{ stolen }" : null);
  const store = redisStore({ status: "ready", get } as unknown as Redis);

  assert.equal(await store.get(sha256(FREE)), undefined);
});

test(
  "a Redis document lives as long as it was told, and another gateway finds it",
  { skip: real ? false : "AGORA_TEST_REDIS is not set" },
  async () => {
    await ready(real!);
    await redisStore(real!.client).set(sha256(FREE), FREE);

    assert.equal(await redisStore(real!.client).get(sha256(FREE)), FREE);
    const ttl = await real!.client.ttl(keyPrefix + sha256(FREE));
    assert.ok(ttl > 50 && ttl <= 60, String(ttl));
  },
);

test(
  "a Redis that hangs holds a request up for at most its time limit",
  { skip: real ? false : "AGORA_TEST_REDIS is not set", timeout: 5_000 },
  async (t) => {
    const line = await cuttableLine(url!);
    const redis = openRedis(line.url.replace("http", "redis"), silentLog);
    t.after(() => (redis.client.disconnect(), line.stop()));
    await ready(redis);
    line.freeze();
    const startedAt = performance.now();

    const { ask } = open({
      automatic: redisDocumentStore({ redis, local: localDocumentStore(), keyPrefix, keptSeconds: 60 }),
    });
    assert.deepEqual(await ask({ query: "{ slow }", extensions: apollo(sha256("{ slow }")) }), { query: "{ slow }" });

    const ms = performance.now() - startedAt;
    assert.ok(ms < 1_000, `${ms} ms`);
  },
);
