import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { setImmediate as settled } from "node:timers/promises";
import { type CacheStore, localCacheStore } from "#gateway/cache/store.ts";
import { changed } from "#gateway/cache/tags.ts";
import { createMetrics } from "#gateway/watch/metrics.ts";
import { eventually } from "./support/eventually.ts";
import { type KeptShop, openKeptShop } from "./support/kept-shop.ts";

/** What subgraphs said, kept in parts below whole answers, as clients see it. */
let nowMs = Date.now();
const clock = { now: () => new Date(nowMs) };
const metrics = createMetrics();
let store: CacheStore;
let shop: KeptShop;
before(async () => {
  store = localCacheStore(clock);
  const cache = { store, staleSeconds: 0, valueBytesMax: 100_000, metrics };
  shop = await openKeptShop({ cache, clock, metrics });
});
after(() => shop.close());
/** Each test begins with nothing kept. */
beforeEach(() => {
  nowMs += 3_600_000;
  shop.calls();
});

const PAGE = `{ product(id: "p1") { name rating { stars } } }`;

test("a page with a part that is not kept asks for that part alone", async () => {
  const page = `{ greeting product(id: "p1") { name rating { stars } } }`;
  const first = await shop.ask(page);
  assert.deepEqual(shop.calls(), ["goods", "ratings"]);
  const again = await shop.ask(page);
  assert.deepEqual(shop.calls(), ["goods"]);
  assert.deepEqual(again.data, first.data);

  const token = await shop.token();
  const mine = `{ me { name } someone { name } product(id: "p1") { name note rating { stars } } }`;
  await shop.ask(mine, { token });
  assert.deepEqual(shop.calls().toSorted(), ["goods", "people", "ratings"]);
  await shop.ask(mine.replace("note", ""), { token });
  assert.deepEqual(shop.calls(), ["ratings"]);
});

test("of a list the subgraph is asked only for what is new, whatever page it was first seen on", async () => {
  const listOf = (...ids: string[]) => ({ variables: { ids } });
  const query = "query ($ids: [ID!]!) { products(ids: $ids) { id rating { stars } } }";
  await shop.ask(PAGE);
  shop.heard();
  const { data } = await shop.ask(query, listOf("p2", "p1", "p3"));

  const asked = shop.traffic.filter(({ subgraph }) => subgraph === "ratings");
  assert.deepEqual(
    asked.map(({ request }) => (request.variables!.representations as { id: string }[]).map(({ id }) => id)),
    [["p2", "p3"]],
  );
  assert.deepEqual(
    data.products.map(({ id, rating }: any) => `${id} ${rating.stars.split(" | ")[1]}`),
    ["p2 p2", "p1 p1", "p3 p3"],
  );
});

test("what an event drops is asked for anew, and the rest of the page is not", async () => {
  await shop.ask(`{ products(ids: ["p1", "p2"]) { id rating { stars } } someone { id } }`);
  shop.world.version += 1;
  await store.invalidate(changed("Product", "p2"));
  shop.calls();
  const { data } = await shop.ask(`{ products(ids: ["p1", "p2"]) { id rating { stars } } someone { id } }`);

  const versions = data.products.map(({ rating }: any) => /v\d+/.exec(rating.stars)![0]);
  assert.deepEqual(versions, [`v${shop.world.version - 1}`, `v${shop.world.version}`]);
});

test("an answer made of kept parts is fresh no longer than they are", async () => {
  await shop.ask(`{ product(id: "p1") { rating { stars } } someone { id } }`);
  nowMs += 29_000;
  await shop.ask(PAGE);
  nowMs += 2_000;
  shop.calls();
  shop.world.version += 1;
  const { data } = await shop.ask(PAGE);

  assert.deepEqual(shop.calls(), ["ratings"]);
  assert.match(data.product.rating.stars, new RegExp(`v${shop.world.version}`));
});

test("what is made of somebody's own, or of what is not kept, is neither given to another nor kept", async () => {
  const query = `{ product(id: "p1") { discount } }`;
  const [ada, bob] = await Promise.all([shop.token(), shop.token({ sub: "usr_bob", sid: "ses_2" })]);
  const ask = async (options: Parameters<typeof shop.ask>[1]) => {
    const { data, headers } = await shop.ask(query, options);
    await settled();
    return `${data.product.discount} ${headers.get("cache-control")}`;
  };
  for (let round = 0; round < 2; round += 1) {
    assert.match(await ask({ token: ada }), /usr_ada in ses_1 .*private, max-age=60/);
    assert.match(await ask({ token: bob }), /usr_bob in ses_2 .*private, max-age=60/);
    assert.match(await ask({}), /null in .*no-store/);
  }

  const left = async () => (await shop.ask(`{ product(id: "p1") { left } }`)).data.product.left;
  await left();
  shop.world.version += 1;
  assert.match(await left(), new RegExp(`v${shop.world.version} `));
});

test("a variable that is null is another than one that is not given: only that one leaves a field its default", async () => {
  const query = `query ($to: String) { product(id: "p1") { postage(to: $to) } }`;
  for (const [variables, to] of [
    [{ to: null }, ""],
    [{}, "home"],
    [{ to: "x" }, "x"],
    [{ to: null }, ""],
  ] as const) {
    const { data } = await shop.ask(query, { variables });
    assert.equal(data.product.postage.split(" | ")[2], to);
    await settled();
  }
});

test("another currency, language and scope have parts of their own; what is mine is never another's", async () => {
  const query = `{ product(id: "p1") { note rating { stars } profit } someone { id } }`;
  const [ada, bob, staff] = await Promise.all([
    shop.token(),
    shop.token({ sub: "usr_bob", sid: "ses_2" }),
    shop.token({ sub: "usr_eve", sid: "ses_3", scope: "staff" }),
  ]);
  const ask = async (options: Parameters<typeof shop.ask>[1]) => {
    const { data } = await shop.ask(query, options);
    await settled();
    return { ...data.product, stars: data.product.rating.stars };
  };
  for (let round = 0; round < 2; round += 1) {
    assert.match((await ask({ token: ada })).note, /usr_ada in ses_1/);
    assert.match((await ask({ token: bob })).note, /usr_bob in ses_2/);
    assert.match((await ask({ token: staff })).profit, /usr_eve in ses_3/);
    assert.equal((await ask({ token: ada })).profit, null);
    assert.match((await ask({})).note, /null/);
    assert.match((await ask({ headers: { "agora-currency": "USD" } })).stars, /"currency":"USD"/);
    assert.match((await ask({ headers: { "accept-language": "hi-IN" } })).stars, /"locale":"hi-IN"/);
    assert.match((await ask({})).stars, /"currency":"INR","locale":"en-IN"/);
  }
});

test("errors and what a subgraph does not know are asked for again, and a failure costs only what is not kept", async () => {
  await shop.ask(`{ product(id: "p1") { rating { stars } } someone { id } }`);
  shop.condition("ratings", "down");
  const query = `{ products(ids: ["p1", "p9"]) { id rating { stars } } }`;
  const { data, errors } = await shop.ask(query);
  shop.condition("ratings", "up");

  assert.match(data.products[0].rating.stars, /p1/);
  assert.equal(data.products[1].rating, null);
  assert.deepEqual(
    errors.map(({ path }) => path),
    [["products", 1, "rating"]],
  );
  assert.match((await shop.ask(query)).data.products[1].rating.stars, /p9/);
});

test("mutations go to their subgraphs, and leave nothing behind", async () => {
  const change = `mutation { change { id name rating { stars } } }`;
  const first = await shop.ask(change);
  assert.deepEqual(shop.calls(), ["goods", "ratings"]);
  const second = await shop.ask(change);

  assert.notEqual(second.data.change.name, first.data.change.name);
  assert.equal(shop.calls()[0], "goods");
});

test("what is kept, stale and missing is counted for each subgraph", async () => {
  await shop.ask(PAGE);
  await shop.ask(`{ product(id: "p1") { name rating { stars } } someone { id } }`);

  const text = await metrics.text();
  for (const series of ['{subgraph="ratings",result="hit"}', '{subgraph="goods",result="miss"}'])
    assert.match(text, new RegExp(`gateway_kept_reads_total${series.replace(/[{}]/g, "\\$&")} \\d`));
});

test("past its time a page is given once more while all of it is made anew, also what is kept in parts", async (t) => {
  const cache = { store: localCacheStore(clock), staleSeconds: 600, valueBytesMax: 100_000 };
  const lasting = await openKeptShop({ cache, clock });
  t.after(() => lasting.close());
  const versions = async () => {
    const { data } = await lasting.ask(PAGE);
    return [data.product.name, data.product.rating.stars].map((tale) => /v(\d+)/.exec(tale)![1]).join(" ");
  };
  assert.equal(await versions(), "1 1");
  nowMs += 61_000;
  lasting.world.version = 2;
  assert.equal(await versions(), "1 1");
  await eventually(() => assert.equal(lasting.traffic.length, 4));
  lasting.calls();
  await settled();

  lasting.world.version = 3;
  assert.equal(await versions(), "2 2");
  assert.deepEqual(lasting.calls(), []);
});
