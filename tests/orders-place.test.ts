import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { countStatements } from "./support/count-statements.ts";
import { customer, guest, openOrdersWorld, ORDER_PLACE, type OrdersWorld } from "./support/orders.ts";

const PLACE_STATEMENTS_MAX = 9;
const COPIES = 50;

let world: OrdersWorld;
before(async () => {
  world = await openOrdersWorld();
});
after(() => world.close());

test("a cart becomes an order as it was priced, and is over", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 129_900 }, stock: 5 });
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 2 }]);

  const { order, errors } = await world.place(buyer, cart.id, {
    expectedVersion: cart.version,
    expectedTotal: { minorUnits: cart.totals.total.minorUnits, currency: "INR" },
  });

  assert.deepEqual(errors, []);
  assert.match(order.number, /^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  assert.equal(order.status, "PENDING");
  assert.deepEqual(order.totals, {
    subtotal: { minorUnits: 259_800 },
    discount: { minorUnits: 0 },
    shipping: { minorUnits: 9_900 },
    tax: { minorUnits: 39_631 + 1_510 },
    total: { minorUnits: 269_700 },
    pricesIncludeTax: true,
  });
  assert.deepEqual(order.totals, cart.totals);
  assert.deepEqual(order.lines[0].options, [{ name: "Size", value: "M" }]);
  assert.equal(order.lines[0].imageUrl, "https://images.example/one.svg");
  assert.equal(Date.parse(order.paymentDueBy) - Date.parse(order.placedAt), 900_000);
  assert.deepEqual(order.timeline.nodes, [
    { sequence: 1, fromStatus: null, status: "PENDING", actor: "CUSTOMER", note: null },
  ]);
  assert.equal(world.stock.free(mug), 3);
  assert.equal(world.stock.stateOf(order.id), "HELD");
  const { cart: open, gone } = await world.must(
    `query ($id: ID!) { cart { id } gone: cart(id: $id) { id } }`,
    { id: cart.id },
    buyer,
  );
  assert.deepEqual([open, gone], [null, null]);
});

test("what was sold stays as sold when the catalogue changes", async () => {
  const buyer = customer();
  const mug = world.sell({ prices: { INR: 50_000 }, title: "Old name" });
  const order = await world.placed(buyer, [{ variantId: mug, quantity: 1 }]);

  world.change(mug, { prices: { INR: 90_000 }, title: "New name", status: "ARCHIVED" });

  const { order: again } = await world.must(
    `query ($id: ID!) { order(id: $id) { lines { title unitPrice { minorUnits } } } }`,
    { id: order.id },
    buyer,
  );
  assert.deepEqual(again.lines, [{ title: "Old name", unitPrice: { minorUnits: 50_000 } }]);
});

test("in dollars the tax of the state is added, and none on shipping", async () => {
  const order = await world.placed(
    guest(),
    [{ variantId: world.sell({ prices: { USD: 1_999 } }), quantity: 3 }],
    "USD",
  );

  assert.deepEqual(order.totals, {
    subtotal: { minorUnits: 5_997 },
    discount: { minorUnits: 0 },
    shipping: { minorUnits: 599 },
    tax: { minorUnits: 435 },
    total: { minorUnits: 5_997 + 599 + 435 },
    pricesIncludeTax: false,
  });
});

test("fifty at once under one key are one order with equal answers, and the same later", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 100 });
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]);
  const key = randomUUID();

  const answers = await Promise.all(
    Array.from({ length: COPIES }, () => world.place(buyer, cart.id, { idempotencyKey: key })),
  );
  const later = await world.place(buyer, cart.id, { idempotencyKey: key });

  assert.equal(new Set([...answers, later].map((answer) => JSON.stringify(answer))).size, 1);
  assert.deepEqual(answers[0].errors, []);
  assert.equal(world.stock.free(mug), 99);
  const [{ count }] = await world.sql("SELECT count(*)::int AS count FROM orders WHERE owner = $1", [buyer.subject]);
  assert.equal(count, 1);
});

test("another cart under the same key is refused, and another caller's same key is their own", async () => {
  const [buyer, other] = [guest(), guest()];
  const mug = world.sell({ prices: { INR: 100 } });
  const key = randomUUID();
  const first = await world.place(buyer, (await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }])).id, {
    idempotencyKey: key,
  });

  const second = await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]);
  const reused = await world.place(buyer, second.id, { idempotencyKey: key });
  const others = await world.place(other, (await world.readyCart(other, [{ variantId: mug, quantity: 1 }])).id, {
    idempotencyKey: key,
  });

  assert.deepEqual(reused.errors[0].code, "IDEMPOTENCY_KEY_REUSED");
  assert.deepEqual(others.errors, []);
  assert.notEqual(others.order.id, first.order.id);
});

test("a refusal is not kept: the same key places when the reason is gone", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 1 });
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 3 }]);
  const key = randomUUID();

  const refused = await world.place(buyer, cart.id, { idempotencyKey: key });
  world.stock.set(mug, 3);
  const placed = await world.place(buyer, cart.id, { idempotencyKey: key });

  assert.deepEqual(
    refused.errors.map(({ __typename, available, variant }: any) => ({ __typename, available, variant })),
    [{ __typename: "OutOfStockError", available: 1, variant: { id: mug } }],
  );
  assert.deepEqual(placed.errors, []);
  assert.equal(world.stock.free(mug), 0);
});

test("one cart is ordered once, whatever the keys", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 50 });
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]);

  const answers = await Promise.all(Array.from({ length: 8 }, () => world.place(buyer, cart.id)));

  assert.equal(answers.filter(({ order }) => order).length, 1);
  assert.ok(answers.every(({ order, errors }) => order || errors[0].code === "NOT_FOUND"));
  assert.equal(world.stock.free(mug), 49);
});

test("buyers at once for the last units: as many orders as units, and everybody else learns that it is sold out", async () => {
  const mug = world.sell({ prices: { INR: 100 }, stock: 5 });
  const carts = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const buyer = guest();
      return { buyer, cart: await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]) };
    }),
  );

  const answers = await Promise.all(carts.map(({ buyer, cart }) => world.place(buyer, cart.id)));

  assert.equal(answers.filter(({ order }) => order).length, 5);
  assert.ok(answers.every(({ order, errors }) => order || errors[0].__typename === "OutOfStockError"));
  assert.equal(world.stock.free(mug), 0);
});

test("what blocks the cart, a stale version and another total are named", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 } });
  const { cartCreate } = await world.must(
    `mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id version } } }`,
    { input: { idempotencyKey: randomUUID() } },
    buyer,
  );

  const bare = await world.place(buyer, cartCreate.cart.id);
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]);
  const stale = await world.place(buyer, cart.id, { expectedVersion: 1 });
  const price = await world.place(buyer, cart.id, { expectedTotal: { minorUnits: 1, currency: "INR" } });
  const currency = await world.place(buyer, cart.id, { expectedTotal: { ...cart.totals.total, currency: "USD" } });
  world.change(mug, { status: "ARCHIVED" });
  const archived = await world.place(buyer, cart.id);

  assert.deepEqual(
    bare.errors[0].problems.map(({ code }: any) => code),
    ["EMPTY", "EMAIL_MISSING", "SHIPPING_ADDRESS_MISSING"],
  );
  assert.deepEqual([stale.errors[0].code, stale.errors[0].currentVersion], ["STALE_VERSION", cart.version]);
  assert.deepEqual([price.errors[0].code, price.errors[0].totals], ["PRICE_CHANGED", cart.totals]);
  assert.equal(currency.errors[0].code, "PRICE_CHANGED");
  assert.deepEqual(archived.errors[0].problems, [{ code: "NOT_FOR_SALE" }]);
  assert.deepEqual(await world.sql("SELECT * FROM placements WHERE caller = $1", [buyer.subject]), []);
});

test("unknown, malformed and another's carts look the same", async () => {
  const mug = world.sell({ prices: { INR: 100 } });
  const foreign = await world.readyCart(guest(), [{ variantId: mug, quantity: 1 }]);
  const stranger = guest();

  const answers = await Promise.all(
    [foreign.id, "crt_01h455vb4pex5vsknk084sn02q", "ord_01h455vb4pex5vsknk084sn02q", "nonsense", ""].map(async (id) => {
      const [{ __typename, code, message, path }] = (await world.place(stranger, id)).errors;
      return { __typename, code, message, path };
    }),
  );

  assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1);
  assert.equal(answers[0]!.__typename, "NotFoundError");
});

test("a dry run answers the same and keeps nothing", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 2 });
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 2 }]);
  const key = randomUUID();

  const dry = await world.place(buyer, cart.id, { dryRun: true, idempotencyKey: key });
  world.stock.set(mug, 1);
  const short = await world.place(buyer, cart.id, { dryRun: true, idempotencyKey: key });
  world.stock.set(mug, 2);
  const real = await world.place(buyer, cart.id, { idempotencyKey: key });

  assert.deepEqual(dry.errors, []);
  assert.deepEqual(dry.order.totals, real.order.totals);
  assert.deepEqual(
    dry.order.lines.map(({ sku }: any) => sku),
    real.order.lines.map(({ sku }: any) => sku),
  );
  assert.deepEqual(
    short.errors.map(({ code, available }: any) => [code, available]),
    [["OUT_OF_STOCK", 1]],
  );
  const { order } = await world.must(`query ($id: ID!) { order(id: $id) { id } }`, { id: dry.order.id }, buyer);
  assert.equal(order, null);
});

test("a cart that changes while it is placed is priced and reserved anew", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 10 });
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]);
  world.trouble.after = async (operation) => {
    if (operation !== "ReserveStock") return;
    delete world.trouble.after;
    await world.update(buyer, cart.id, { setQuantity: { lineId: cart.lines[0].id, quantity: 4 } });
  };

  const { order, errors } = await world.place(buyer, cart.id);

  assert.deepEqual(errors, []);
  assert.equal(order.lines[0].quantity, 4);
  assert.equal(world.stock.free(mug), 6);
  assert.equal(world.stock.stateOf(order.id), "HELD");
});

test("a number that is taken is drawn again", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 } });
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]);
  await world.sql(`CREATE FUNCTION taken_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT EXISTS (SELECT FROM orders WHERE number = NEW.number) AND current_setting('test.taken', true) IS DISTINCT FROM txid_current()::text
    THEN PERFORM set_config('test.taken', txid_current()::text, true); NEW.number := (SELECT number FROM orders LIMIT 1); END IF; RETURN NEW; END $$;
    CREATE TRIGGER taken_once BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION taken_once()`);
  try {
    const { order, errors } = await world.place(buyer, cart.id);
    assert.deepEqual(errors, []);
    const numbers = await world.sql("SELECT id, number FROM orders WHERE number = $1", [order.number]);
    assert.equal(numbers.length, 1);
    assert.equal(
      (await world.must(`query ($id: ID!) { order(id: $id) { number } }`, { id: order.id }, buyer)).order.number,
      order.number,
    );
  } finally {
    await world.sql("DROP TRIGGER taken_once ON orders; DROP FUNCTION taken_once");
  }
});

test("orderPlace takes the same few statements for one line and for a hundred", async () => {
  const counts: number[] = [];
  for (const lines of [1, 10, 100]) {
    const buyer = guest();
    const wanted = Array.from({ length: lines }, () => ({
      variantId: world.sell({ prices: { INR: 100 } }),
      quantity: 1,
    }));
    const cart = await world.readyCart(buyer, wanted);
    const input = { cartId: cart.id, idempotencyKey: randomUUID() };
    const document = `mutation ($input: OrderPlaceInput!) { orderPlace(input: $input) { order { id status totals { total { minorUnits } } lines { sku quantity } } errors { __typename } } }`;

    const { result, statements } = await countStatements(() => world.must(document, { input }, buyer));

    assert.equal(result.orderPlace.order.lines.length, lines);
    counts.push(statements.length);
  }
  assert.ok(
    counts.every((count) => count === counts[0] && count <= PLACE_STATEMENTS_MAX),
    counts.join(),
  );
});

test("keys and inputs that cannot be are refused with their path", async () => {
  const buyer = guest();
  const place = async (input: object) => (await world.ask(ORDER_PLACE, { input }, buyer)).data?.orderPlace.errors;
  const cartId = "crt_01h455vb4pex5vsknk084sn02q";

  for (const idempotencyKey of ["", "x".repeat(256), "nul\u0000"]) {
    const errors = await place({ cartId, idempotencyKey });
    assert.deepEqual(errors[0].path, ["idempotencyKey"]);
    assert.equal(errors[0].code, "INVALID_INPUT");
  }
});
