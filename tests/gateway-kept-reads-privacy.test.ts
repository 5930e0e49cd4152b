import assert from "node:assert/strict";
import { after, before, test, type TestContext } from "node:test";
import { composeServices } from "@apollo/composition";
import fc from "fast-check";
import { type FormattedExecutionResult, parse } from "graphql";
import { createGateway } from "#gateway/gateway.ts";
import { localCacheStore } from "#gateway/cache/store.ts";
import { changed } from "#gateway/cache/tags.ts";
import type { Accepted } from "#gateway/http/negotiate.ts";
import { createMetrics } from "#gateway/watch/metrics.ts";
import type { Execute } from "#kernel/executor.ts";
import { silentLog } from "#kernel/log.ts";
import { eventually } from "./support/eventually.ts";
import { type Audience, KEPT_HEAD, type KeptShop, openKeptShop, taleOf } from "./support/kept-shop.ts";

/** Every value in the shop says for whom it was made: nobody reads one that was made for somebody else. */
const ROUNDS = 1_000;
const OPERATIONS = 50;
let nowMs = Date.now();
const clock = { now: () => new Date(nowMs) };
const store = localCacheStore(clock);
const metrics = createMetrics();
let shop: KeptShop;
before(async () => {
  shop = await openKeptShop({ cache: { store, staleSeconds: 20, valueBytesMax: 100_000, metrics }, clock });
});
after(() => shop.close());

const some = fc.constantFrom;
const audience: fc.Arbitrary<Audience> = fc.record({
  caller: fc.record({
    subject: some(null, "usr_a", "usr_b"),
    session: some("ses_1", "ses_2"),
    scopes: some<string[]>([], ["account"], ["staff"]),
  }),
  context: fc.record({ market: some("IN", "US"), currency: some("INR", "USD"), locale: some("en-IN", "hi-IN") }),
  forwarded: some<string[]>([], ["x-tenant", "a"], ["x-tenant", "b"], ["x-test", "a"]),
});
const PARTS = ["subject", "session", "scopes", "context", "forwarded"] as const;
/** Somebody asks; then somebody who differs in one thing tries to get that answer; then the first one again. */
const attempt = fc.tuple(audience, audience, some(...PARTS)).map(([victim, other, part]) => {
  const from = (of: (typeof PARTS)[number]) => (of === part ? other : victim);
  const attacker: Audience = {
    caller: {
      subject: from("subject").caller.subject,
      session: from("session").caller.session,
      scopes: from("scopes").caller.scopes,
    },
    context: from("context").context,
    forwarded: from("forwarded").forwarded,
  };
  return [victim, attacker, victim];
});
const PRODUCT = ["name", "weight", "cost", "rating { stars }", "postage", "profit", "note", "own { text }", "discount"];
const MORE = [
  "to: postage(to: $to)",
  "n: note @include(if: $flag)",
  "... @skip(if: $flag) { own { text } }",
  "stock { free }",
];
const product = fc.subarray([...PRODUCT, ...MORE], { minLength: 1, maxLength: 3 }).map((all) => all.join(" "));
const operation = fc
  .array(
    fc.oneof(
      product.map((selected) => `product(id: $id) { ${selected} }`),
      product.map((selected) => `products(ids: ["p1", "p2"]) { ${selected} }`),
      product.map((selected) => `me { name favourite { ${selected} } }`),
      some("greeting", "me { name }", "someone { name }"),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((fields) => fields.map((field, index) => `f${index}: ${field}`).join(" "))
  .map(
    (fields) =>
      `query ($id: ID!, $to: String, $flag: Boolean!) { ${fields} all: product(id: $id) { ${everyProduct} } }`,
  );
const everyProduct = `name postage(to: $to) other: note @include(if: $flag)`;
const variables = fc.record({ id: some("p1", "p2"), to: some(undefined, null, "x", "y"), flag: fc.boolean() });
const later = fc.oneof({ weight: 9, arbitrary: fc.nat(200) }, { weight: 1, arbitrary: fc.nat(40_000) });
const accepted: Accepted = { result: "application/json", parts: undefined, events: undefined };

test("in 1,000 rounds nobody reads in whole answers or parts of them what was made for somebody else", async (t) => {
  const parameters = seeded(t);
  // Few, so that they are planned once and asked again.
  const operations = fc.constantFrom(...fc.sample(operation, { numRuns: OPERATIONS, seed: parameters.seed }));
  const round = fc.asyncProperty(attempt, operations, variables, later, async (attempted, query, given, ms) => {
    nowMs += ms;
    if (ms % 7 === 0) await store.invalidate(changed("Product", given.id));
    for (const [index, audience] of attempted.entries()) {
      const request = { query, variables: given, operationName: undefined, extensions: undefined };
      const { answer } = await shop.gateway.answer({ ...request, documentId: undefined, isReadOnly: false }, accepted, {
        ...audience,
        requestId: `r${index}`,
        signal: new AbortController().signal,
      });
      assert.ok(answer.kind === "complete");
      const { data } = JSON.parse(String(answer.body));
      assert.ok(data, String(answer.body));
      for (const tale of talesIn(data)) assert.equal(tale, toldTo(audience, tale));
    }
  });

  await fc.assert(round, parameters);
  const text = await metrics.text();
  const counts = [...text.matchAll(/gateway_kept_reads_total\{.*,result="(hit|stale)"\} (\d+)/g)];
  const kept = counts.reduce((sum, [, , count]) => sum + Number(count), 0);
  t.diagnostic(`${kept} entities and answers of subgraphs were kept, ${shop.traffic.length} calls were made`);
  assert.ok(kept > ROUNDS / 4);
});

function talesIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(talesIn) : [];
}

/** The same tale as it is told to this audience. */
function toldTo(audience: Audience, tale: string): string {
  const [coordinate, id, to, version] = tale.split(" | ");
  return taleOf(coordinate!, audience, id, to, version);
}

function seeded(t: TestContext) {
  const seed = Number(process.env.AGORA_TEST_SEED ?? Date.now() % 2 ** 31);
  t.diagnostic(`AGORA_TEST_SEED=${seed}`);
  return { numRuns: ROUNDS, seed, endOnFailure: true };
}

test("an answer with errors, which several wait for and nobody keeps, is given to each for itself", async () => {
  const goods = `${KEPT_HEAD} type Query { product: Product @cacheControl(maxAge: 60, scope: PUBLIC) }
    type Product @key(fields: "id") @cacheControl(maxAge: 60, scope: PUBLIC) { id: ID! broken: Int }`;
  const notes = `${KEPT_HEAD} type Product @key(fields: "id") { id: ID! note: String @cacheControl(maxAge: 0) }`;
  const { supergraphSdl } = composeServices(
    Object.entries({ goods, notes }).map(([name, sdl]) => ({ name, url: "http://toy", typeDefs: parse(sdl) })),
  );
  const asked: string[] = [];
  const gate = Promise.withResolvers<void>();
  const answers: Record<string, Execute> = {
    goods: async () => {
      await gate.promise;
      const errors = [{ message: "broken", path: ["product", "broken"] }];
      return { data: { product: { __typename: "Product", id: "1", broken: null } }, errors };
    },
    notes: async ({ caller: { subject } }) => ({
      data: { _entities: [{ note: subject === "usr_a" ? "of a" : null }] },
    }),
  };
  const pair = await createGateway({
    supergraphSdl: supergraphSdl!,
    executors: (name) => ({
      handsOverAnswers: true,
      execute: (request) => (asked.push(name), answers[name]!(request)),
      subscribe: async () => ({ data: null }),
    }),
    cache: { store: localCacheStore(clock), staleSeconds: 0, valueBytesMax: 100_000 },
    ...{ introspection: false, clock, log: silentLog },
  });
  const askAs = (subject: string) =>
    pair.run(
      { query: "{ product { broken note } }" },
      {
        ...{ caller: { subject, scopes: [] }, context: { market: "", currency: "", locale: "" }, requestId: subject },
        signal: new AbortController().signal,
      },
    );
  const both = [askAs("usr_a"), askAs("usr_b")];
  await eventually(() => assert.deepEqual(asked, ["goods"]));
  gate.resolve();
  const told = (await Promise.all(both)).map(({ answer }) => (answer as FormattedExecutionResult).data?.product);
  assert.deepEqual(asked, ["goods", "notes", "notes"]);
  assert.deepEqual(told, [
    { broken: null, note: "of a" },
    { broken: null, note: null },
  ]);
  await pair.close();
});
