import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createRateLimits, type FieldRateLimit } from "#gateway/plugins/rate-limits.ts";
import { silentLog } from "#kernel/log.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";
import { liveClient } from "#tests/support/live-client.ts";

const PROXY = { "x-forwarded-for": "203.0.113.9" };
const fields: readonly FieldRateLimit[] = [
  { name: "touches", fields: ["Mutation.touch"], by: "ip", pointsMax: 3, windowSeconds: 60 },
  { name: "lookUps", fields: ["Query.product", "Query.thing"], by: "args.id", pointsMax: 2, windowSeconds: 60 },
  { name: "choices", fields: ["Query.count"], by: "args.choice.text", pointsMax: 1, windowSeconds: 60 },
];
const clock = { at: 1_000_000, now: () => new Date(clock.at) };
const options = {
  rateLimits: createRateLimits({ requests: [], costs: [], fields, keysMax: 100, clock, log: silentLog }),
};

let shop: TestGateway;
let behindProxy: TestGateway;
before(async () => {
  shop = await openTestGateway(options);
  behindProxy = await openTestGateway({ ...options, trustedProxies: ["127.0.0.0/8"] });
});
after(() => Promise.all([shop.close(), behindProxy.close()]));
/** Other windows, so that no test meets what another has taken. */
beforeEach(() => void (clock.at += 60_000));

test("a field is answered so often, then refused with 429 that says when, and the subgraph is not asked", async () => {
  for (let n = 0; n < 3; n += 1) assert.equal((await shop.ask("mutation { touch }")).status, 200);
  clock.at += 17_500;
  const ran = shop.toys.ran.length;
  for (const accept of ["application/json", "application/graphql-response+json"]) {
    const { status, headers, errors, data } = await shop.ask("mutation { touch }", { headers: { accept } });
    assert.deepEqual([status, headers.get("retry-after"), data], [429, "43", undefined]);
    const { code, limit, retryAfterSeconds } = errors[0]!.extensions;
    assert.deepEqual([code, limit, retryAfterSeconds], ["RATE_LIMITED", "touches", 43]);
  }
  assert.equal(shop.toys.ran.length, ran);
  assert.equal((await shop.ask("{ count }")).status, 200, "other fields are answered");
  clock.at += 42_500;
  assert.equal((await shop.ask("mutation { touch }")).status, 200, "the time is over");
});

test("aliases, fragments and skipped fields count as often as they stand there; what is refused takes nothing", async () => {
  const fourfold = "mutation { a: touch b: touch ...More } fragment More on Mutation { c: touch ... { d: touch } }";
  assert.equal((await shop.ask(fourfold)).status, 429);
  const threefold = "mutation { a: touch ... on Mutation { b: touch } c: touch @skip(if: true) }";
  assert.equal((await shop.ask(threefold)).status, 200);
  assert.equal((await shop.ask("mutation { touch }")).status, 429);
});

test("another address has its own count, and nobody gives himself one", async () => {
  for (let n = 0; n < 3; n += 1) await shop.ask("mutation { touch }");
  assert.equal((await shop.ask("mutation { touch }", { headers: PROXY })).status, 429, "nobody believes the header");
  const { status } = await behindProxy.ask("mutation { touch }", { headers: PROXY });
  assert.equal(status, 200, "from a proxy that is trusted it is believed");
});

test("what a field is about is counted, however its argument is written", async () => {
  const variables = { id: " P1 " };
  assert.equal((await shop.ask(`{ product(id: "p1") { name } }`)).status, 200);
  assert.equal((await shop.ask("query ($id: ID!) { product(id: $id) { name } }", { variables })).status, 200);
  for (const query of [
    `{ thing(id: "P1") { name } }`,
    `query ($id: ID! = "p1") { product(id: $id) { name } }`,
    `{ product(id: "p2") { name } again: product(id: "p1") { name } }`,
  ]) {
    const { status, errors } = await shop.ask(query);
    assert.deepEqual([status, errors[0]?.extensions.limit], [429, "lookUps"]);
  }
  assert.equal((await shop.ask(`{ product(id: "p2") { name } }`)).status, 200, "others are not counted with it");

  const choose = (choice: object) =>
    shop.ask("query ($choice: Choice) { count(choice: $choice) }", { variables: { choice } });
  assert.equal((await choose({ text: "blue" })).status, 200);
  assert.equal((await choose({ text: "Blue" })).status, 429);
  assert.equal((await choose({ number: 1 })).status, 200, "where the argument is not given nothing is counted");
});

test("over a websocket the error says it", async () => {
  const live = liveClient(shop.url);
  for (let n = 0; n < 3; n += 1) await shop.ask("mutation { touch }");
  const [error] = await live.subscribe("mutation { touch }").ended();
  const { code, retryAfterSeconds } = error.extensions;
  assert.deepEqual([code, retryAfterSeconds], ["RATE_LIMITED", 60]);
  await live.client.dispose();
});

test("an argument written in another way counts as the same", async () => {
  const lookUp = (id: string) => shop.ask("query ($id: ID!) { product(id: $id) { name } }", { variables: { id } });
  const statuses = [];
  for (const id of ["p1", `${" ".repeat(600)}P1`, "\uff50\uff11"]) statuses.push((await lookUp(id)).status);
  assert.deepEqual(statuses, [200, 200, 429]);
});
