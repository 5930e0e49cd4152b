import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { buildSchema, execute, parse, subscribe } from "graphql";
import { type Agora, createAgora } from "#clients/sdk/agora.ts";
import { LIMITS } from "#gateway/limits.ts";
import { localDocumentStore } from "#gateway/persisted-operations/document-store.ts";
import { parseWithinLimits } from "#gateway/plugins/limits.ts";
import { createPersistedOperations, type PersistedOperationsOptions } from "#gateway/plugins/persisted-operations.ts";
import { systemClock } from "#kernel/clock.ts";
import type { SubgraphExecutor, SubgraphResult } from "#kernel/executor.ts";
import { silentLog } from "#kernel/log.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";
import { root } from "#tests/support/sources.ts";

const MANIFEST = "clients/sdk/generated/persisted-operations.json";
const MUG = {
  ...{ id: "prd_1", slug: "mug", title: "Mug", description: null, images: [], brand: null, categories: [] },
  ...{ attributes: [], options: [], variants: [], priceRange: null },
};
const CHANGE = { sequence: 1, occurredAt: "2026-11-26T00:00:00Z", fromStatus: null, status: "PENDING" };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** The platform's own API over subgraphs that know one mug, and one order. */
function shopSubgraphs(): ReadonlyMap<string, SubgraphExecutor> {
  const order = { id: "ord_1", number: "A", placedAt: CHANGE.occurredAt, status: "PENDING", version: 1, lines: [] };
  const money = { minorUnits: 1, currency: "INR", exponent: 2, decimal: "", formatted: "" };
  const [subtotal, discount, shipping, tax, total] = Array.from({ length: 5 }, () => money);
  const totals = { subtotal, discount, shipping, tax, total, pricesIncludeTax: true };
  const rootValue = {
    productBySlug: ({ slug }: { slug: string }) => (slug === MUG.slug ? MUG : null),
    orderStatusChanged: async function* () {
      yield { orderStatusChanged: { ...CHANGE, order: { ...order, totals } } };
    },
  };
  const executorOf = (name: string): SubgraphExecutor => {
    const schema = buildSchema(readFileSync(join(root, `schema/subgraphs/${name}.graphql`), "utf8"), {
      assumeValidSDL: true,
    });
    const asked = ({ document, variables }: { document: string; variables?: object }) => ({
      ...{ schema, document: parse(document), rootValue, variableValues: variables as Record<string, unknown> },
    });
    return {
      execute: async (request) => (await execute(asked(request))) as SubgraphResult,
      subscribe: async (request) => (await subscribe(asked(request))) as AsyncIterableIterator<SubgraphResult>,
    };
  };
  const names = ["catalog", "inventory", "node", "orders", "payments", "reviews", "users"];
  return new Map(names.map((name) => [name, executorOf(name)]));
}

async function shop(persisted?: Partial<PersistedOperationsOptions>) {
  const options: PersistedOperationsOptions = {
    ...{ manifests: [], safelist: "off", requireId: false, introspection: false, clock: systemClock, log: silentLog },
    parse: (text) => parseWithinLimits(text, LIMITS),
  };
  const gateway: TestGateway = await openTestGateway({
    federation: {
      supergraphSdl: readFileSync(join(root, "schema/supergraph.graphql"), "utf8"),
      executors: shopSubgraphs(),
    },
    persisted: persisted && createPersistedOperations({ ...options, ...persisted }),
  });
  closing.push(gateway.close);
  /** Whether each request came by its text. */
  const texts: boolean[] = [];
  const open = (persisted: boolean): Agora => {
    const watched: typeof fetch = (url, init) => {
      texts.push("query" in JSON.parse(String(init!.body)));
      return fetch(url, init);
    };
    const agora = createAgora({ url: gateway.url, fetch: watched, persisted });
    closing.push(agora.close);
    return agora;
  };
  return { gateway, open, texts };
}

const sdkManifest = { file: MANIFEST, text: readFileSync(join(root, MANIFEST), "utf8") };

test("by its hashes the SDK is served where nothing but the ids of its manifest is, over HTTP and live", async () => {
  const { gateway, open, texts } = await shop({ manifests: [sdkManifest], safelist: "enforce", requireId: true });
  const agora = open(true);

  assert.equal((await agora.catalog.product({ slug: "mug" }))?.title, "Mug");
  await agora.account.useAccessToken(await gateway.token());
  const changes = await Array.fromAsync(agora.watchOrder("ord_1"));
  assert.deepEqual(
    changes.map(({ sequence, status }) => [sequence, status]),
    [[1, "PENDING"]],
  );
  assert.deepEqual(texts, [false]);
  await assert.rejects(open(false).catalog.product({ slug: "mug" }), { code: "PERSISTED_QUERY_ID_REQUIRED" });
});

const others: Record<string, Partial<PersistedOperationsOptions> | undefined> = {
  "that keeps what clients persist": { automatic: localDocumentStore() },
  "that has another list": {
    manifests: [{ file: "other.json", text: JSON.stringify({ ...JSON.parse(sdkManifest.text), operations: [] }) }],
    safelist: "log",
  },
  "that knows no hashes": undefined,
};
for (const [name, persisted] of Object.entries(others))
  test(`a shop ${name} gets the text when it says so, and from then on at once`, async () => {
    const { gateway, open, texts } = await shop(persisted);
    const agora = open(true);

    for (const _ of [1, 2]) assert.equal((await agora.catalog.product({ slug: "mug" }))?.title, "Mug");
    assert.deepEqual(texts, [false, true, true]);
    await agora.account.useAccessToken(await gateway.token());
    for (const _ of [1, 2]) assert.equal((await Array.fromAsync(agora.watchOrder("ord_1"))).length, 1);
  });

test("a refusal of another kind is no reason to send the text", async () => {
  const { gateway, open, texts } = await shop({ manifests: [sdkManifest], safelist: "enforce", requireId: true });
  const agora = open(true);
  await agora.account.useAccessToken(`${await gateway.token()}forged`);
  assert.equal((await agora.catalog.product({ slug: "mug" }))?.title, "Mug");
  assert.deepEqual(texts, [false, false], "refused with the token, answered without");
});
