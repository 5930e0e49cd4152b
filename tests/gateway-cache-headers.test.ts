import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { localCacheStore } from "#gateway/cache/store.ts";
import { localDocumentStore, sha256 } from "#gateway/persisted-operations/document-store.ts";
import type { ManifestFile } from "#gateway/persisted-operations/manifest.ts";
import { LIMITS } from "#gateway/limits.ts";
import { parseWithinLimits } from "#gateway/plugins/limits.ts";
import { createPersistedOperations } from "#gateway/plugins/persisted-operations.ts";
import { silentLog } from "#kernel/log.ts";
import { type KeptShop, openKeptShop } from "./support/kept-shop.ts";

/** What browsers and caches between are told of answers. */
let nowMs = Date.now();
const clock = { now: () => new Date(nowMs) };
const persistedBy = (manifests: readonly ManifestFile[]) =>
  createPersistedOperations({
    ...{ manifests, safelist: "off", requireId: false, introspection: true, clock, log: silentLog },
    automatic: localDocumentStore(),
    parse: (text) => parseWithinLimits(text, LIMITS),
  });
let shop: KeptShop;
before(async () => {
  shop = await openKeptShop({
    cache: { store: localCacheStore(clock), staleSeconds: 0, valueBytesMax: 100_000 },
    ...{ clock, persisted: persistedBy([]), forward: ["x-tenant"], limits: { operationsPerBatchMax: 5 } },
  });
});
after(() => shop.close());
/** Each test begins with nothing kept. */
beforeEach(() => void (nowMs += 3_600_000));

const PAGE = `{ product(id: "p1") { name } }`;
const told = ({ headers }: { headers: Headers }) => [headers.get("cache-control"), headers.get("age")];

test("an answer that all may have says for how long, and how old it is", async () => {
  const first = await shop.ask(PAGE);
  assert.deepEqual(told(first), ["public, max-age=60", "0"]);
  nowMs += 12_345;
  assert.deepEqual(told(await shop.ask(PAGE)), ["public, max-age=60", "12"]);
  assert.equal(first.headers.get("vary"), "origin, accept, authorization, agora-currency, accept-language, x-tenant");
});

test("where an id may stand for something else in another program, caches are told of its name", async () => {
  const operations = [{ id: "page", name: "Page", type: "query", body: `query Page ${PAGE}`, clientName: "till" }];
  const text = JSON.stringify({ format: "apollo-persisted-query-manifest", version: 1, operations });
  const tills = await openKeptShop({
    cache: { store: localCacheStore(clock), staleSeconds: 0, valueBytesMax: 100_000 },
    ...{ clock, persisted: persistedBy([{ file: "tills.json", text }]) },
  });
  after(() => tills.close());
  const { headers } = await tills.ask(PAGE);
  assert.match(headers.get("vary")!, /apollographql-client-name, graphql-client-name, x-graphql-client-name$/);
});

test("an answer made of older parts is as old as they are, beside their shortest time", async () => {
  await shop.ask(`{ product(id: "p1") { rating { stars } } someone { id } }`);
  nowMs += 10_000;
  assert.deepEqual(told(await shop.ask(`{ product(id: "p1") { name rating { stars } } }`)), [
    "public, max-age=30",
    "10",
  ]);
});

test("what is asked for by somebody, or with a header that goes on, is theirs alone", async () => {
  assert.deepEqual(told(await shop.ask(PAGE, { token: await shop.token() })), ["private, max-age=60", "0"]);
  assert.deepEqual(told(await shop.ask(PAGE, { headers: { "x-tenant": "a" } })), ["private, max-age=60", "0"]);
  const mine = await shop.ask("{ me { name } }", { token: await shop.token() });
  assert.deepEqual(told(mine), ["private, max-age=60", "0"]);
});

test("nothing else may be stored: what nobody allows, errors, refusals, mutations and batches", async () => {
  const noStore = ["no-store", null];
  assert.deepEqual(told(await shop.ask(`{ greeting product(id: "p1") { name } }`)), noStore);
  assert.deepEqual(told(await shop.ask(`{ me { name } }`)), noStore);
  assert.deepEqual(told(await shop.ask(`{ product(id: "p1") { cost } }`)), noStore);
  assert.deepEqual(told(await shop.ask(`{ nowhere }`)), noStore);
  assert.deepEqual(told(await shop.ask(`mutation { change { name } }`)), noStore);
  shop.condition("ratings", "down");
  assert.deepEqual(told(await shop.ask(`{ product(id: "p8") { name rating { stars } } }`)), noStore);
  shop.condition("ratings", "up");
  const batch = await fetch(`${shop.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([{ query: PAGE }, { query: PAGE }]),
  });
  assert.deepEqual(told(batch), noStore);
});

test("a persisted query by GET is one address for all, which a cache between may answer", async () => {
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: sha256(PAGE) } });
  const get = (more: Record<string, string> = {}) =>
    fetch(`${shop.url}/graphql?${new URLSearchParams({ extensions, ...more })}`, {
      headers: { "apollo-require-preflight": "true" },
    });

  const unknown = await get();
  assert.match(await unknown.text(), /PersistedQueryNotFound/);
  assert.deepEqual(told(unknown), ["no-store", null]);
  assert.deepEqual(told(await get({ query: PAGE })), ["public, max-age=60", "0"]);
  shop.calls();
  nowMs += 5_000;
  const known = await get();
  assert.deepEqual(told(known), ["public, max-age=60", "5"]);
  assert.match(await known.text(), /Product\.name/);
  assert.deepEqual(shop.calls(), []);
});
