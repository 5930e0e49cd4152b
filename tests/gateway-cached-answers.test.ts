import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { localCacheStore } from "#gateway/cache/store.ts";
import { systemClock } from "#kernel/clock.ts";
import { openTestGateway, type TestGateway } from "#tests/support/gateway.ts";

/** Whole answers that the supergraph allows to keep, over the public port. */
const store = localCacheStore(systemClock);
const PAGE = "{ products { id name } }";
let gateway: TestGateway;
before(async () => {
  const plain = await openTestGateway();
  await plain.close();
  const supergraphSdl = plain.supergraphSdl.replace(
    /products: \[Product!\]!/,
    "products: [Product!]! @cacheControl(maxAge: 60, scope: PUBLIC)",
  );
  gateway = await openTestGateway({ supergraphSdl, cache: { store, staleSeconds: 0, valueBytesMax: 100_000 } });
});
after(() => gateway.close());
beforeEach(() => void gateway.traffic.splice(0));

test("an answer that may be kept is given again without asking, until what it shows changes", async () => {
  const first = await gateway.ask(PAGE);
  const again = await gateway.ask(PAGE);
  assert.deepEqual(again.data, first.data);
  assert.equal(gateway.traffic.length, 1);

  await store.invalidate(["Product:p1"]);
  assert.deepEqual((await gateway.ask(PAGE)).data, first.data);
  assert.equal(gateway.traffic.length, 2);
});

test("what nobody allowed to keep is asked for each time", async () => {
  await gateway.ask(`{ product(id: "p1") { name } }`);
  await gateway.ask(`{ product(id: "p1") { name } }`);
  assert.equal(gateway.traffic.length, 2);
});

test("another currency and other scopes have answers of their own", async () => {
  await gateway.ask(PAGE, { headers: { "agora-currency": "USD" } });
  await gateway.ask(PAGE, { token: await gateway.token({ scope: "account" }) });
  await gateway.ask(PAGE, { token: await gateway.token({ scope: "account stock:read" }) });
  assert.equal(gateway.traffic.length, 3);
});
