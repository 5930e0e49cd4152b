import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { randomIds } from "#kernel/id.ts";
import type { Caller } from "#kernel/identity.ts";
import {
  CART,
  CART_CREATE,
  CART_MERGE,
  CART_UPDATE,
  CALIFORNIA,
  customer,
  guest,
  INDIA,
  openOrdersWorld,
  type OrdersWorld,
  reader,
} from "./support/orders.ts";

let world: OrdersWorld;
before(async () => {
  world = await openOrdersWorld();
});
after(() => world.close());
afterEach(() => {
  delete world.trouble.before;
});

const create = async (caller: Caller, input: object = {}) =>
  (await world.must(CART_CREATE, { input: { idempotencyKey: randomUUID(), ...input } }, caller)).cartCreate;
const open = async (caller: Caller) => (await world.must(`{ cart ${CART} }`, {}, caller)).cart;
const quantities = (cart: any) => cart.lines.map(({ quantity }: any) => quantity);
const codes = ({ errors }: any) => errors.map(({ code, path }: any) => [code, path.join(".")]);

test("a cart takes the request's currency, sums up what one variant is added twice, and is the open one", async () => {
  const buyer = guest();
  const [mug, pot] = [world.sell({ prices: { INR: 100 } }), world.sell({ prices: { INR: 250 } })];

  const { cart, errors } = await create(buyer, {
    lines: [
      { variantId: mug, quantity: 2 },
      { variantId: pot, quantity: 1 },
      { variantId: mug, quantity: 3 },
    ],
  });

  assert.deepEqual(errors, []);
  assert.deepEqual([cart.currency, cart.version, quantities(cart)], ["INR", 1, [5, 1]]);
  assert.equal(cart.totals.subtotal.minorUnits, 750);
  assert.deepEqual(
    cart.problems.map(({ code }: any) => code),
    ["EMAIL_MISSING", "SHIPPING_ADDRESS_MISSING"],
  );
  assert.deepEqual(await open(buyer), cart);
});

test("a cart is made once under its key, however many ask at once", async () => {
  const buyer = guest();
  const idempotencyKey = randomUUID();

  const answers = await Promise.all(Array.from({ length: 20 }, () => create(buyer, { idempotencyKey })));
  const other = await create(buyer, { idempotencyKey, currency: "USD" });

  assert.equal(new Set(answers.map(({ cart }) => cart.id)).size, 1);
  assert.deepEqual(codes(other), [["IDEMPOTENCY_KEY_REUSED", "idempotencyKey"]]);
});

test("an owner has one open cart; the one before is set aside and still there by its id", async () => {
  const buyer = customer();
  const [first, second] = [await create(buyer), await create(buyer, { currency: "USD" })];

  await Promise.all(Array.from({ length: 8 }, () => create(buyer)));
  const rows = await world.sql(
    "SELECT status, count(*)::int AS count FROM carts WHERE owner = $1 GROUP BY 1 ORDER BY 1",
    [buyer.subject],
  );
  const { cart } = await world.update(buyer, first.cart.id, { setEmail: "a@b.example" });

  assert.deepEqual(rows, [
    { status: "OPEN", count: 1 },
    { status: "SET_ASIDE", count: 9 },
  ]);
  assert.equal(cart.email, "a@b.example");
  assert.notEqual((await open(buyer)).id, second.cart.id);
});

test("actions are done together or not at all, and everything wrong is named with its path", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 } });
  const { cart } = await create(buyer, { lines: [{ variantId: mug, quantity: 1 }] });
  const line = cart.lines[0].id;

  const refused = await world.update(
    buyer,
    cart.id,
    { setEmail: "asha@shopper.example" },
    { addLine: { variantId: mug, quantity: -1 } },
    { addLine: { variantId: mug, quantity: 0 } },
    { addLine: { variantId: mug, quantity: 10_000 } },
    { addLine: { variantId: randomIds.next("var"), quantity: 1 } },
    { addLine: { variantId: "nonsense", quantity: 1 } },
    { setQuantity: { lineId: line, quantity: -1 } },
    { setQuantity: { lineId: randomIds.next("cln"), quantity: 1 } },
    { removeLine: "cln_nonsense" },
  );
  const values = await world.update(
    buyer,
    cart.id,
    { setEmail: "nobody" },
    { setShippingAddress: { ...INDIA, name: " ", city: "x".repeat(201), region: "nul\u0000" } },
  );
  const unchanged = await open(buyer);
  const done = await world.update(
    buyer,
    cart.id,
    { addLine: { variantId: mug, quantity: 2 } },
    { setQuantity: { lineId: line, quantity: 7 } },
    { setShippingAddress: INDIA },
    { setBillingAddress: CALIFORNIA },
  );
  const emptied = await world.update(buyer, cart.id, { setQuantity: { lineId: line, quantity: 0 } });

  assert.deepEqual(codes(refused), [
    ["INVALID_INPUT", "actions.1.addLine.quantity"],
    ["INVALID_INPUT", "actions.2.addLine.quantity"],
    ["INVALID_INPUT", "actions.3.addLine.quantity"],
    ["NOT_FOUND", "actions.4.addLine.variantId"],
    ["NOT_FOUND", "actions.5.addLine.variantId"],
    ["INVALID_INPUT", "actions.6.setQuantity.quantity"],
    ["NOT_FOUND", "actions.7.setQuantity.lineId"],
    ["NOT_FOUND", "actions.8.removeLine"],
  ]);
  assert.deepEqual(
    codes(values).map(([, path]: any) => path),
    [
      "actions.0.setEmail",
      "actions.1.setShippingAddress.name",
      "actions.1.setShippingAddress.city",
      "actions.1.setShippingAddress.region",
    ],
  );
  assert.deepEqual(unchanged, cart);
  assert.deepEqual([done.cart.version, quantities(done.cart), done.errors], [2, [7], []]);
  assert.deepEqual(emptied.cart.lines, []);
});

test("values that GraphQL itself refuses change nothing", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 } });
  const { cart } = await create(buyer);
  const actions = [
    { addLine: { variantId: mug, quantity: 2 ** 31 } },
    { addLine: { variantId: mug, quantity: 1.5 } },
    { addLine: { variantId: mug, quantity: 1 }, setEmail: "a@b.example" },
    {},
    { setEmail: null },
  ];

  for (const action of actions) {
    const { errors } = await world.ask(CART_UPDATE, { input: { id: cart.id, actions: [action] } }, buyer);
    assert.equal(errors?.[0]?.extensions?.code, "BAD_USER_INPUT", JSON.stringify(action));
  }
  assert.equal((await open(buyer)).version, 1);
});

test("carts have limits: lines, actions, quantities", async () => {
  const buyer = guest();
  const lines = Array.from({ length: 500 }, () => ({ variantId: world.sell({ prices: { INR: 100 } }), quantity: 1 }));
  const extra = { variantId: world.sell({ prices: { INR: 100 } }), quantity: 1 };

  const tooMany = await create(buyer, { lines: [...lines, extra] });
  const { cart } = await create(buyer, { lines });
  const oneMore = await world.update(buyer, cart.id, { addLine: extra });
  const manyActions = await world.update(buyer, cart.id, ...Array.from({ length: 101 }, () => ({ addLine: lines[0] })));
  const none = await world.update(buyer, cart.id);
  const capped = await world.update(buyer, cart.id, { addLine: { ...lines[0], quantity: 9_999 } });

  assert.deepEqual([tooMany.errors[0].code, tooMany.errors[0].limit], ["LIMIT_EXCEEDED", 500]);
  assert.equal(cart.lines.length, 500);
  assert.deepEqual([oneMore.errors[0].code, oneMore.errors[0].limit], ["LIMIT_EXCEEDED", 500]);
  assert.deepEqual([manyActions.errors[0].code, manyActions.errors[0].limit], ["LIMIT_EXCEEDED", 100]);
  assert.deepEqual(codes(none), [["INVALID_INPUT", "actions"]]);
  assert.deepEqual(
    [quantities(capped.cart)[0], capped.warnings],
    [9_999, [{ code: "QUANTITY_CAPPED", lineId: cart.lines[0].id }]],
  );
});

test("a total that no client could read exactly is refused", async () => {
  const buyer = guest();
  const yacht = world.sell({ prices: { INR: 1_000_000_000_000 } });

  const refused = await create(buyer, { lines: [{ variantId: yacht, quantity: 9_999 }] });
  const { cart } = await create(buyer, { lines: [{ variantId: yacht, quantity: 1 }] });
  const grown = await world.update(buyer, cart.id, { addLine: { variantId: yacht, quantity: 9_998 } });

  assert.deepEqual(codes(refused), [["INVALID_INPUT", "lines"]]);
  assert.deepEqual(codes(grown), [["INVALID_INPUT", "actions"]]);
  assert.equal((await open(buyer)).totals.subtotal.minorUnits, 1_000_000_000_000);
});

test("of changes at once on one version one is done, and without a version none is lost", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 } });
  const { cart } = await create(buyer, { lines: [{ variantId: mug, quantity: 1 }] });
  const input = { id: cart.id, expectedVersion: 1, actions: [{ addLine: { variantId: mug, quantity: 1 } }] };

  const versioned = await Promise.all(Array.from({ length: 10 }, () => world.must(CART_UPDATE, { input }, buyer)));
  await Promise.all(
    Array.from({ length: 10 }, () => world.update(buyer, cart.id, { addLine: { variantId: mug, quantity: 1 } })),
  );

  const errors = versioned.flatMap(({ cartUpdate }) => cartUpdate.errors);
  assert.equal(errors.length, 9);
  assert.ok(errors.every(({ code, currentVersion }) => code === "STALE_VERSION" && currentVersion === 2));
  assert.deepEqual(quantities(await open(buyer)), [12]);
});

test("another's cart and an unknown one look the same", async () => {
  const mug = world.sell({ prices: { INR: 100 } });
  const { cart } = await create(guest(), { lines: [{ variantId: mug, quantity: 1 }] });
  const stranger = guest();
  const answers = [];
  for (const id of [cart.id, randomIds.next("crt"), randomIds.next("ord"), "nonsense"]) {
    const { cart: seen, _entities } = await world.must(
      `query ($id: ID!, $of: [_Any!]!) { cart(id: $id) { id } _entities(representations: $of) { ... on Cart { version } } }`,
      { id, of: [{ __typename: "Cart", id }] },
      stranger,
    );
    const { errors } = await world.update(stranger, id, { setEmail: "a@b.example" });
    answers.push({ seen, _entities, errors });
  }

  assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1);
  assert.deepEqual(codes(answers[0]!), [["NOT_FOUND", "id"]]);
  assert.equal(
    (await world.must(`query ($id: ID!) { cart(id: $id) { id } }`, { id: cart.id }, reader)).cart.id,
    cart.id,
  );
});

test("without a session there is no cart", async () => {
  const { data, errors } = await world.ask(CART_CREATE, { input: { idempotencyKey: "k" } });
  assert.deepEqual([data, errors?.[0]?.extensions?.code], [null, "UNAUTHENTICATED"]);
  assert.equal((await world.must(`{ cart { id } }`)).cart, null);
});

test("drafts are not there; what was taken off the shop or has no price in the currency shows as a problem", async () => {
  const buyer = guest();
  const [mug, pot, euro, scarce] = [
    world.sell({ prices: { INR: 100 } }),
    world.sell({ prices: { INR: 100 } }),
    world.sell({ prices: { EUR: 100 } }),
    world.sell({ prices: { INR: 100 }, stock: 2 }),
  ];
  world.change(pot, { status: "DRAFT" });
  const draft = await create(buyer, { lines: [{ variantId: pot, quantity: 1 }] });
  const elsewhere = await create(buyer, { currency: "EUR" });
  const { cart } = await world
    .readyCart(
      buyer,
      [mug, euro, scarce].map((variantId) => ({ variantId, quantity: 3 })),
    )
    .then((ready) => ({ cart: ready }));
  world.change(mug, { status: "ARCHIVED" });

  const now = await open(buyer);

  assert.deepEqual(codes(draft), [["NOT_FOUND", "lines.0.variantId"]]);
  assert.deepEqual(codes(elsewhere), [["INVALID_INPUT", "currency"]]);
  assert.deepEqual(now.problems, [
    { code: "NOT_FOR_SALE", lineId: cart.lines[0].id },
    { code: "NOT_SOLD_IN_CURRENCY", lineId: cart.lines[1].id },
    { code: "OUT_OF_STOCK", lineId: cart.lines[2].id },
  ]);
  assert.deepEqual(
    now.lines.map(({ unitPrice }: any) => unitPrice),
    [null, null, { minorUnits: 100 }],
  );
  assert.equal(now.totals.subtotal.minorUnits, 300);
});

test("a price that changed since the cart was last touched is warned of once", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 } });
  const { cart } = await create(buyer, { lines: [{ variantId: mug, quantity: 1 }] });
  world.change(mug, { prices: { INR: 120 } });

  const first = await world.update(buyer, cart.id, { setEmail: "a@b.example" });
  const second = await world.update(buyer, cart.id, { setEmail: "b@b.example" });

  assert.deepEqual(first.warnings, [{ code: "PRICE_CHANGED", lineId: cart.lines[0].id }]);
  assert.equal(first.cart.lines[0].unitPrice.minorUnits, 120);
  assert.deepEqual(second.warnings, []);
});

test("while catalogue and inventory cannot be asked the cart is still there, without prices, and can be edited", async () => {
  const buyer = guest();
  const cart = await world.readyCart(buyer, [{ variantId: world.sell({ prices: { INR: 100 } }), quantity: 2 }]);
  world.trouble.before = () => {
    throw new Error("down");
  };

  const now = await open(buyer);
  const edited = await world.update(buyer, cart.id, { setQuantity: { lineId: cart.lines[0].id, quantity: 5 } });

  assert.deepEqual(now.lines, [{ ...cart.lines[0], unitPrice: null, total: null }]);
  assert.equal(now.totals.total.minorUnits, 0);
  assert.deepEqual(now.problems, [{ code: "UNAVAILABLE", lineId: null }]);
  assert.deepEqual([edited.errors, quantities(edited.cart)], [[], [5]]);
});

test("a guest who signs in keeps cart and orders; both carts become one, capped by what there is", async () => {
  const [visitor, user] = [guest(), customer()];
  const [both, scarce, mine, theirs] = [
    world.sell({ prices: { INR: 100 } }),
    world.sell({ prices: { INR: 100 }, stock: 7 }),
    world.sell({ prices: { INR: 100 } }),
    world.sell({ prices: { INR: 100 } }),
  ];
  const order = await world.placed(visitor, [{ variantId: mine, quantity: 1 }]);
  const own = await create(user, { lines: [both, scarce, mine].map((variantId) => ({ variantId, quantity: 4 })) });
  await world.readyCart(
    visitor,
    [both, scarce, theirs].map((variantId) => ({ variantId, quantity: 5 })),
  );
  const input = { guestAccessToken: visitor.subject, idempotencyKey: randomUUID() };

  const merged = (await world.must(CART_MERGE, { input }, user)).cartMerge;
  const again = (await world.must(CART_MERGE, { input }, user)).cartMerge;

  const [first, second] = own.cart.lines;
  assert.deepEqual(merged.errors, []);
  assert.equal(merged.cart.id, own.cart.id);
  assert.deepEqual(quantities(merged.cart), [9, 7, 4, 5]);
  assert.deepEqual(merged.warnings, [
    { code: "LINE_MERGED", lineId: first.id },
    { code: "LINE_MERGED", lineId: second.id },
    { code: "QUANTITY_CAPPED", lineId: second.id },
  ]);
  assert.equal(merged.cart.email, "asha@shopper.example");
  assert.deepEqual([again.cart, again.warnings], [merged.cart, merged.warnings]);
  assert.equal(await open(visitor), null);
  const ask = `query ($id: ID!) { order(id: $id) { customer { id } } }`;
  assert.equal((await world.must(ask, { id: order.id }, user)).order.customer.id, user.subject);
  assert.equal((await world.must(ask, { id: order.id }, visitor)).order, null);
  const events = await world.sql("SELECT event FROM outbox WHERE aggregate_id = $1 ORDER BY id", [order.id]);
  assert.deepEqual(
    events.map(({ event }) => event.type),
    ["OrderPlaced", "OrderClaimed"],
  );
  assert.deepEqual(events[1].event.data, {
    orderId: order.id,
    number: order.number,
    owner: user.subject,
    claimedFrom: visitor.subject,
  });
});

test("a customer without a cart takes the guest's over as it is", async () => {
  const [visitor, user] = [guest(), customer()];
  const cart = await world.readyCart(visitor, [{ variantId: world.sell({ prices: { INR: 100 } }), quantity: 2 }]);

  const merges = await Promise.all(
    Array.from({ length: 5 }, () =>
      world.must(CART_MERGE, { input: { guestAccessToken: visitor.subject, idempotencyKey: randomUUID() } }, user),
    ),
  );

  assert.ok(merges.every(({ cartMerge }) => cartMerge.cart.id === cart.id && cartMerge.errors.length === 0));
  assert.deepEqual((await open(user)).lines, cart.lines);
});

test("only a guest's token merges, and only for a customer", async () => {
  const user = customer();
  const merge = async (guestAccessToken: string) =>
    codes(
      (await world.must(CART_MERGE, { input: { guestAccessToken, idempotencyKey: randomUUID() } }, user)).cartMerge,
    );

  for (const token of ["forged", customer().subject!, "gst_nonsense"])
    assert.deepEqual(await merge(token), [["INVALID_INPUT", "guestAccessToken"]]);
  const { errors } = await world.ask(CART_MERGE, { input: { guestAccessToken: "x", idempotencyKey: "k" } }, guest());
  assert.equal(errors?.[0]?.extensions?.code, "FORBIDDEN");
});

test("a user's cart is seen by the user and staff only", async () => {
  const user = customer();
  const { cart } = await create(user);
  const document = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { cart { id } } } }`;
  const seen = async (caller: Caller) =>
    (await world.must(document, { of: [{ __typename: "User", id: user.subject }] }, caller))._entities[0]?.cart?.id ??
    null;

  assert.deepEqual(await Promise.all([user, reader, customer(), guest()].map(seen)), [cart.id, cart.id, null, null]);
});
