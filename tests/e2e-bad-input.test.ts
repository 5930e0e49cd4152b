import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { idFromUuid } from "#kernel/id.ts";
import { type Answer, clientAt, guest, register, signIn } from "./support/client.ts";
import { inShapes } from "./support/shapes.ts";
import { fillCart, ORDER_PLACE, placeOrder, variantId } from "./support/shopper.ts";

const CART_UPDATE = `mutation ($input: CartUpdateInput!) { cartUpdate(input: $input) {
  cart { id version lines { quantity } } errors { __typename ... on UserError { code message path } } } }`;
/** What an answer must never hold: a stack, SQL, a path of this machine, a database's own words. */
const LEAK =
  /\bat \w+ \(|node_modules|\.ts:\d|SELECT |INSERT |violates|relation "|\/work\/|\/home\/|\/tmp\/|ECONNREFUSED/;

inShapes((platform, test) => {
  test("quantities that cannot be are refused with their path and change nothing", async () => {
    const shopper = await guest(platform().url);
    const cart = await fillCart(shopper, [{ sku: "MUG-OLV", quantity: 1 }]);
    for (const quantity of [-1, 2 ** 31, 1.5, "two", null]) {
      const action = { addLine: { variantId: variantId("MUG-OLV"), quantity } };
      const answer = await shopper.ask(CART_UPDATE, { input: { id: cart.id, actions: [action] } });
      assertRefused(answer, "cartUpdate", quantity === -1 ? "INVALID_INPUT" : "BAD_USER_INPUT");
    }
    const zero = await shopper.ask(CART_UPDATE, {
      input: { id: cart.id, actions: [{ addLine: { variantId: variantId("MUG-TER"), quantity: 0 } }] },
    });
    assertRefused(zero, "cartUpdate", "INVALID_INPUT");
    assert.deepEqual(zero.data.cartUpdate.errors[0].path, ["actions", "0", "addLine", "quantity"]);

    const { cart: after } = await shopper.must(`query ($id: ID!) { cart(id: $id) { version lines { quantity } } }`, {
      id: cart.id,
    });
    assert.deepEqual(after, { version: cart.version, lines: [{ quantity: 1 }] });
  });

  test("another's and unknown look the same, in queries, mutations, node and subscriptions", async () => {
    const { url } = platform();
    const [owner, stranger] = [await register(url), await register(url)];
    const cart = await fillCart(owner, [{ sku: "MUG-OLV", quantity: 1 }]);
    const order = await placeOrder(
      owner,
      (await fillCart(await guest(url), [{ sku: "MUG-OLV", quantity: 1 }])).id,
    ).catch(() => undefined);
    assert.equal(order, undefined, "a foreign cart was placed");
    const placed = await placeOrder(owner, cart.id);
    const second = await fillCart(owner, [{ sku: "MUG-OLV", quantity: 1 }]);
    const unknown = (prefix: string) => idFromUuid(prefix, randomUUID());
    const read = `query ($cart: ID!, $order: ID!, $number: String!) { cart(id: $cart) { id } order(id: $order) { id email } orderByNumber(number: $number) { id } node(id: $order) { id ... on Order { email payments { id } } } }`;

    const foreign = await stranger.ask(read, { cart: second.id, order: placed.id, number: placed.number });
    const missing = await stranger.ask(read, { cart: unknown("crt"), order: unknown("ord"), number: "AAAA-AAAA" });
    const wrongPrefix = await stranger.ask(read, { cart: unknown("usr"), order: "nonsense", number: "" });

    for (const { data } of [foreign, missing, wrongPrefix])
      assert.deepEqual([data.cart, data.order, data.orderByNumber], [null, null, null]);
    assert.deepEqual(
      [foreign.data.node, missing.data.node, foreign.errors, missing.errors],
      [null, null, undefined, undefined],
    );
    const update = (id: string) => stranger.ask(CART_UPDATE, { input: { id, actions: [{ setEmail: "x@y.example" }] } });
    const texts = [await update(second.id), await update(unknown("crt"))].map(({ data }) => ({
      ...data.cartUpdate.errors[0],
    }));
    assert.deepEqual(texts[0], texts[1]);
    const place = (cartId: string) => stranger.ask(ORDER_PLACE, { input: { cartId, idempotencyKey: randomUUID() } });
    assertRefused(await place(second.id), "orderPlace", "NOT_FOUND");
    assertRefused(await place(unknown("crt")), "orderPlace", "NOT_FOUND");
    for (const id of ["'; DROP TABLE orders.orders; --", "\u0000", "ord_\u0000", "\ud800", "x".repeat(50_000)]) {
      assertRefused(await place(id), "orderPlace", "NOT_FOUND");
      const cancelled = await stranger.ask(
        `mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { errors { ... on UserError { code } } } }`,
        { input: { id, idempotencyKey: randomUUID() } },
      );
      assertRefused(cancelled, "orderCancel", "NOT_FOUND");
    }
  });

  test("a stale version and a wrong total are refused, each with what a client needs to go on", async () => {
    const shopper = await guest(platform().url);
    const cart = await fillCart(shopper, [{ sku: "MUG-OLV", quantity: 1 }]);

    const stale = await shopper.ask(CART_UPDATE, {
      input: { id: cart.id, expectedVersion: cart.version - 1, actions: [{ setEmail: "a@b.example" }] },
    });
    const input = { cartId: cart.id, expectedTotal: { minorUnits: 1, currency: "INR" }, idempotencyKey: randomUUID() };
    const price = await shopper.ask(ORDER_PLACE, { input });

    assertRefused(stale, "cartUpdate", "STALE_VERSION");
    assertRefused(price, "orderPlace", "PRICE_CHANGED");
  });

  test("lists refuse what is above their limit and cursors that were not made for them", async () => {
    const anybody = clientAt(platform().url);
    const page = await anybody.must(`{ products(first: 1) { pageInfo { endCursor } } }`);
    const cursor = page.products.pageInfo.endCursor;
    const queries = [
      [`{ products(first: 101) { nodes { id } } }`, "first"],
      [`{ products(first: -1) { nodes { id } } }`, "first"],
      [`{ products(first: 1, last: 1) { nodes { id } } }`, "last"],
      [`{ products(first: 1, after: "forged") { nodes { id } } }`, "after"],
      [`{ products(first: 1, orderBy: [{ field: TITLE }], after: "${cursor}") { nodes { id } } }`, "after"],
      [`{ products(first: 1, after: "${cursor.slice(0, -2)}AA") { nodes { id } } }`, "after"],
    ] as const;
    for (const [query, argument] of queries) {
      const answer = await anybody.ask(query);
      assert.equal(answer.errors?.[0]?.extensions?.code, "BAD_USER_INPUT", query);
      assert.ok(answer.errors[0].message.includes(argument), answer.errors[0].message);
      assertNoLeak(answer);
    }
  });

  test("hostile documents are refused quickly and in words", async () => {
    const anybody = clientAt(platform().url);
    const deep = `{ categories ${"{ children ".repeat(200)}{ id }${" }".repeat(200)} }`;
    const aliases = `{ ${Array.from({ length: 10_000 }, (_, n) => `a${n}: __typename`).join(" ")} }`;
    for (const document of [
      deep,
      aliases,
      "{ products(first: 1) { nodes {",
      "query { nothing }",
      "",
      "{ shop { currency(x: 1) } }",
    ]) {
      const answer = await anybody.ask(document);
      assert.ok(answer.status >= 400 || answer.errors, document.slice(0, 40));
      assertNoLeak(answer);
    }
    const large = await fetch(`${platform().url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ shop { name } }", variables: { x: "x".repeat(2 * 1024 * 1024) } }),
    }).catch(() => undefined);
    assert.ok(large === undefined || large.status === 413, `${large?.status}`);
    const malformed = await fetch(`${platform().url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    assert.equal(malformed.status, 400);
  });

  test("scopes and sessions decide: no token, a guest, a customer, a forged token, and identity headers of the client's own", async () => {
    const { url, logins } = platform();
    const [nobody, visitor, customer, admin] = [
      clientAt(url),
      await guest(url),
      await register(url),
      await signIn(url, logins.ADMIN),
    ];
    const staffOnly = `{ orders(first: 1) { nodes { id } } warehouses { id } shop { name } }`;

    const refusals = [await nobody.ask(staffOnly), await visitor.ask(staffOnly), await customer.ask(staffOnly)];
    const allowed = await admin.ask(staffOnly);
    const forged = await clientAt(url, `${customer.token!.slice(0, -4)}AAAA`).ask(`{ me { id } }`);
    const headers = { "agora-identity": "gateway.x.y", "x-user-id": "admin", "agora-caller": '{"subject":"usr_1"}' };
    const dressedUp = await nobody.ask(`{ me { id } orders(first: 1) { nodes { id } } }`, {}, headers);

    assert.deepEqual(
      refusals.map(({ errors }) => errors?.[0]?.extensions?.code),
      ["UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN"],
    );
    for (const { data } of refusals) assert.equal(data?.shop?.name ?? "Agora", "Agora");
    assert.equal(allowed.errors, undefined);
    assert.equal(forged.errors?.[0]?.extensions?.code, "UNAUTHENTICATED");
    assert.equal(dressedUp.data?.me ?? null, null);
    assert.ok(dressedUp.errors);
  });

  test("signing out ends the access token too", async () => {
    const shopper = await register(platform().url);
    await shopper.must(`mutation { sessionRevoke(input: {}) { revokedCount errors { __typename } } }`);

    const deadline = Date.now() + 3_000;
    let answer = await shopper.ask(`{ me { id } }`);
    while (!answer.errors && Date.now() < deadline) answer = await shopper.ask(`{ me { id } }`);

    assert.equal(answer.errors?.[0]?.extensions?.code, "UNAUTHENTICATED");
  });
});

/** Refused in the payload or, where GraphQL itself refuses the value, at the top; without a leak in either. */
function assertRefused(answer: Answer, field: string, code: string): void {
  const found = answer.data?.[field]?.errors?.[0]?.code ?? answer.errors?.[0]?.extensions?.code;
  assert.equal(found, code, JSON.stringify(answer));
  assertNoLeak(answer);
}

function assertNoLeak({ data, errors }: Answer): void {
  assert.doesNotMatch(JSON.stringify({ data, errors }), LEAK);
}
