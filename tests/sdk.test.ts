import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { AgoraError } from "#clients/sdk/agora-error.ts";
import { type Agora, createAgora } from "#clients/sdk/agora.ts";
import { accepted } from "#clients/sdk/outcome.ts";
import { memoryStorage } from "#clients/sdk/storage.ts";
import { type ContractShop, contractShop, fault } from "./support/contract-shop.ts";
import { eventually } from "./support/eventually.ts";
import { example, finished } from "./support/example.ts";

/** The SDK's manners on a bad line, against a server that speaks the contract. */
const LOGIN = { email: "asha@shopper.example", password: "correct horse battery" };
const CART = { id: "crt_1", version: 1, totals: {} } as Parameters<Agora["checkout"]["placeOrder"]>[0];
const TOTAL = { minorUnits: 100, currency: "INR" };
const shown = { ...CART, totals: { ...CART.totals, total: TOTAL } } as typeof CART;

let shop: ContractShop;
let agora: Agora;
const opened: Agora[] = [];

beforeEach(async () => {
  shop = await contractShop();
  agora = open();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
  await shop.stop();
});

function open(options: Partial<Parameters<typeof createAgora>[0]> = {}): Agora {
  const made = createAgora({ url: shop.url, ...options });
  opened.push(made);
  return made;
}

test("calls that find the access token old together renew it once", async () => {
  shop.setTokenLife(300);
  await agora.account.signIn(LOGIN);
  shop.setTokenLife(60_000);
  await new Promise((resolve) => setTimeout(resolve, 300));

  const orders = await Promise.all(Array.from({ length: 10 }, () => agora.orders.order({ id: "ord_1" })));

  assert.equal(orders.filter((order) => order?.id === "ord_1").length, 10);
  assert.equal(shop.count("SessionRefresh"), 1);
  assert.deepEqual(authorizations("OrderById"), ["Bearer usr_1-2"]);
});

test("a token that the shop refuses is renewed once, and the questions asked again", async () => {
  await agora.account.signIn(LOGIN);
  shop.refuseToken("usr_1-1");

  const orders = await Promise.all([1, 2, 3].map(() => agora.orders.order({ id: "ord_1" })));

  assert.ok(orders.every((order) => order?.id === "ord_1"));
  assert.equal(shop.count("SessionRefresh"), 1);
});

test("when the session is over the catalogue still answers, and the visitor is nobody", async () => {
  await agora.account.signIn(LOGIN);
  shop.refuseToken("usr_1-1");
  shop.endSessions();

  await assert.rejects(agora.orders.order({ id: "ord_1" }), { name: "AgoraError", code: "UNAUTHENTICATED" });

  assert.equal((await agora.catalog.product({ slug: "product-1" }))?.title, "Product 1");
  assert.equal(await agora.account.subject(), undefined);
});

test("a session renewed while somebody signs in does not take the place of theirs", async () => {
  await agora.cart.add("var_1");
  shop.refuseToken("gst_1-1");
  const { promise: signedIn, resolve: nowSignedIn } = Promise.withResolvers<void>();
  const renewed = { subject: "gst_1", accessToken: "gst_1-9", refreshToken: "refresh-9" };
  shop.answerNext("sessionRefresh", async () => {
    await signedIn;
    return { session: { ...renewed, accessTokenExpiresAt: new Date().toISOString() }, errors: [] };
  });

  const reading = agora.cart.current();
  await eventually(() => assert.equal(shop.count("SessionRefresh"), 1));
  await agora.account.signIn(LOGIN);
  nowSignedIn();
  await reading;

  assert.equal(await agora.account.subject(), "usr_1");
});

test("an order whose answer is lost is asked for again under the same key", async () => {
  shop.loseAnswers("OrderPlace", 2);

  const order = accepted(await agora.checkout.placeOrder(shown));

  assert.equal(order.id, "ord_1");
  assert.equal(shop.count("OrderPlace"), 3);
  assert.equal(shop.keys("OrderPlace").length, 1);
});

test("an attempt keeps its key across a fault and a reload; the next purchase has another", async () => {
  const storage = memoryStorage();
  shop.answerNext("orderPlace", () => {
    throw fault("INTERNAL_SERVER_ERROR");
  });
  await assert.rejects(open({ storage }).checkout.placeOrder(shown), { code: "INTERNAL_SERVER_ERROR" });

  await open({ storage }).checkout.placeOrder(shown);
  assert.equal(shop.keys("OrderPlace").length, 1);

  await open({ storage }).checkout.placeOrder(shown);
  assert.equal(shop.keys("OrderPlace").length, 2);
});

test("a second click while the first is under way is the same attempt", async () => {
  const [first, second] = await Promise.all([agora.checkout.placeOrder(shown), agora.checkout.placeOrder(shown)]);

  assert.deepEqual(first, second);
  assert.equal(shop.count("OrderPlace"), 1);
});

test("IN_PROGRESS is waited out, any other refusal comes back typed", async () => {
  const inProgress = () => refusal("IdempotencyError", "IN_PROGRESS", { retryable: true });
  shop.answerNext("orderPlace", inProgress, inProgress, () =>
    refusal("OutOfStockError", "OUT_OF_STOCK", { available: 3 }),
  );

  const outcome = await agora.checkout.placeOrder(shown);

  assert.equal(shop.keys("OrderPlace").length, 1);
  const first = outcome.ok ? undefined : outcome.refusals[0];
  assert.equal(first?.__typename === "OutOfStockError" ? first.available : undefined, 3);
});

test("the first edit makes a guest with a cart, and edits at once go one after the other", async () => {
  const changes = await Promise.all([
    agora.cart.add("var_1", 2),
    agora.cart.add("var_1"),
    agora.cart.setDetails({ email: LOGIN.email }),
  ]);

  assert.ok(changes.every(({ ok }) => ok));
  assert.equal(await agora.account.subject(), "gst_1");
  assert.equal(shop.cartQuantity(), 3);
  assert.equal((await agora.cart.current())?.email, LOGIN.email);
  assert.equal(shop.count("CartUpdate"), 3);
});

test("an edit whose answer is lost happens once", async () => {
  await agora.cart.add("var_1");
  shop.loseAnswers("CartUpdate", 1);

  const { cart } = accepted(await agora.cart.add("var_1", 2));

  assert.equal(cart.lines[0]?.quantity, 3);
  assert.equal(shop.cartQuantity(), 3);
});

test("an edit meets another device's change by reading the cart again", async () => {
  await agora.cart.add("var_1");
  const storage = memoryStorage();
  const other = open({ storage });
  await other.account.signIn(LOGIN);
  await other.cart.add("var_1", 5);

  accepted(await agora.cart.add("var_1"));

  assert.equal(shop.cartQuantity(), 7);
});

test("the guest's cart is merged when they register, with the guest's token", async () => {
  await agora.cart.add("var_1", 2);

  const { merged } = accepted(await agora.account.register(LOGIN));

  assert.equal(merged?.ok && merged.value.cart.lines[0]?.quantity, 2);
  const [merge] = requests("CartMerge");
  assert.equal(merge?.authorization, "Bearer usr_1-2");
  assert.equal(merge?.variables.input.guestAccessToken, "gst_1-1");
});

test("a merge that failed is made up for at the next look at the cart, under the same key", async () => {
  await agora.cart.add("var_1", 2);
  shop.answerNext("cartMerge", () => {
    throw fault("INTERNAL_SERVER_ERROR");
  });
  assert.equal(accepted(await agora.account.signIn(LOGIN)).merged, null);

  await agora.cart.current();
  await agora.cart.current();

  assert.equal(shop.count("CartMerge"), 2);
  assert.equal(shop.keys("CartMerge").length, 1);
});

test("a watch goes on after a cut without gap or repetition", async () => {
  await agora.account.signIn(LOGIN);
  const seen: number[] = [];
  for await (const { sequence, status } of agora.watchOrder("ord_1")) {
    seen.push(sequence);
    if (status === "DELIVERED") break;
    if (sequence === 2) {
      shop.cutSockets();
      shop.advance();
    }
    shop.advance();
  }

  assert.deepEqual(seen, [1, 2, 3, 4, 5]);
  assert.deepEqual(
    requests("WatchOrder").map(({ variables }) => variables.afterSequence),
    [undefined, 2],
  );
});

test("a change that comes twice is told once", async () => {
  await agora.account.signIn(LOGIN);
  shop.answerNext("orderStatusChanged", async function* () {
    for (const sequence of [1, 1, 2, 1, 2, 3]) yield shop.changeOf(sequence);
  });

  const changes = await Array.fromAsync(agora.watchOrder("ord_1"));

  assert.deepEqual(
    changes.map(({ sequence }) => sequence),
    [1, 2, 3],
  );
});

for (const code of [1000, 1001, 4403]) {
  test(`a watch goes on when the server closes the line by ${code}`, async () => {
    await agora.account.signIn(LOGIN);
    const seen: number[] = [];
    for await (const { sequence } of agora.watchOrder("ord_1")) {
      seen.push(sequence);
      if (sequence === 3) break;
      if (sequence === 1) shop.cutSockets(code);
      shop.advance();
    }

    assert.deepEqual(seen, [1, 2, 3]);
    const [first, second] = authorizations("WatchOrder");
    assert.equal(first, "Bearer usr_1-1");
    assert.equal(second, code === 4403 ? "Bearer usr_1-2" : undefined);
  });
}

test("a watch says that the session is over, and ends by its signal", async () => {
  await agora.account.signIn(LOGIN);
  const stop = new AbortController();
  const watching = Array.fromAsync(agora.watchOrder("ord_1", { signal: stop.signal }));
  await eventually(() => assert.equal(shop.count("WatchOrder"), 1));
  stop.abort();
  assert.ok((await watching).length <= 1);

  shop.endSessions();
  const refused = Array.fromAsync(agora.watchOrder("ord_1"));
  await eventually(() => assert.equal(shop.count("WatchOrder"), 2));
  shop.cutSockets(4403);
  await assert.rejects(refused, { code: "UNAUTHENTICATED" });
});

test("pages are asked for as they are wanted", async () => {
  const titles: string[] = [];
  for await (const { items } of agora.catalog.listing({ pageSize: 2 })) {
    titles.push(...items.map(({ title }) => title));
    if (titles.length >= 4) break;
  }

  assert.deepEqual(titles, ["Product 0", "Product 1", "Product 2", "Product 3"]);
  assert.equal(shop.count("Products"), 2);
  assert.equal((await Array.fromAsync(agora.catalog.listing({ pageSize: 2 }))).length, 3);
});

test("a fault carries its code, its path and the request's id; a part that failed is told beside the answer", async () => {
  shop.answerNext("productBySlug", () => {
    throw fault("BAD_USER_INPUT");
  });
  await assert.rejects(agora.catalog.product({ slug: "product-1" }), (error) => {
    assert.ok(error instanceof AgoraError);
    assert.deepEqual([error.code, error.requestId, error.path], ["BAD_USER_INPUT", "request-1", ["productBySlug"]]);
    return true;
  });

  const told: AgoraError[] = [];
  shop.answerNext("productBySlug", () => ({
    ...PRODUCT,
    rating: () => {
      throw fault("SERVICE_UNAVAILABLE");
    },
  }));
  const product = await open({ onFault: (error) => told.push(error) }).catalog.product({ slug: "product-1" });
  assert.equal(product?.rating, null);
  assert.deepEqual(
    told.map(({ path }) => path),
    [["productBySlug", "rating"]],
  );
});

test("reads are repeated while the shop does not answer, and give up with a fault of their own", async () => {
  shop.loseAnswers("ProductBySlug", 1);
  assert.equal((await agora.catalog.product({ slug: "product-2" }))?.title, "Product 2");

  const dead = open({ fetch: () => Promise.reject(new TypeError("fetch failed")) });
  await assert.rejects(dead.account.register(LOGIN), { name: "AgoraError", code: "NETWORK_ERROR" });
});

test("a shop that is asked too much is asked again no sooner than it says; a rate limit is told at once", async () => {
  const refusals = [{ code: "SERVICE_UNAVAILABLE", retryAfterSeconds: 1 }];
  const refusing = open({
    fetch: (...request) => {
      const extensions = refusals.shift();
      if (!extensions) return fetch(...request);
      return Promise.resolve(Response.json({ errors: [{ message: "Later.", extensions }] }, { status: 503 }));
    },
  });
  const startedAtMs = performance.now();
  assert.equal((await refusing.catalog.product({ slug: "product-2" }))?.title, "Product 2");
  assert.ok(performance.now() - startedAtMs >= 1_000);

  refusals.push({ code: "RATE_LIMITED", retryAfterSeconds: 900 });
  await assert.rejects(refusing.catalog.product({ slug: "product-2" }), {
    ...{ name: "AgoraError", code: "RATE_LIMITED", retryAfterSeconds: 900, isTransient: false },
  });
});

test("an example that is called wrongly, or finds no shop, says so in words", async () => {
  const wrong = await finished(example("clients/sdk/examples/order-watcher.ts", "http://127.0.0.1:1"));
  const alone = await finished(example("clients/sdk/examples/partner-introspection.ts", "http://127.0.0.1:1"));

  for (const { code, output } of [wrong, alone]) {
    assert.equal(code, 1);
    assert.match(output, /^.+\nUsage: node clients\/sdk\/examples\/.*\n$/);
  }
});

const PRODUCT = {
  id: "prd_1",
  slug: "product-1",
  title: "Product 1",
  images: [],
  categories: [],
  attributes: [],
  options: [],
  variants: [],
};

function requests(operation: string) {
  return shop.requests.filter((request) => request.operation === operation);
}

function authorizations(operation: string): (string | undefined)[] {
  return [...new Set(requests(operation).map(({ authorization }) => authorization))];
}

function refusal(__typename: string, code: string, more: object) {
  return { order: null, errors: [{ __typename, code, message: code, path: [], ...more }] };
}
