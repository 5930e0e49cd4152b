import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { clientAt, guest, register, signIn } from "./client.ts";
import { eventually } from "./eventually.ts";
import type { Platform } from "./platform.ts";
import type { ShapeTest } from "./shapes.ts";
import { fillCart, pay, placeOrder, transition, untilStatus } from "./shopper.ts";

/** What shoppers and staff do, from the first look to the review: it works in every shape and on either engine. */
export function journey(platform: () => Platform, test: ShapeTest): void {
  test("anybody finds a product with its price, stock, rating and reviews in one question", async () => {
    const anybody = clientAt(platform().url);

    const { productBySlug, products, shop } = await anybody.must(`{
      shop { currency pricesIncludeTax }
      products(first: 5) { nodes { id title } pageInfo { hasNextPage } }
      productBySlug(slug: "raga-wireless-headphones") {
        title brand { name } images { url altText } categories { name ancestors { name } }
        variants { sku price { formatted } availability { status orderableQuantity } }
        rating { count average } reviews(first: 2) { nodes { stars authorName isVerifiedPurchase } }
      }
    }`);

    assert.deepEqual(shop, { currency: "INR", pricesIncludeTax: true });
    assert.equal(products.nodes.length, 5);
    assert.equal(productBySlug.variants.length, 3);
    assert.equal(productBySlug.variants[0].price.formatted, "₹8,999.00");
    assert.equal(productBySlug.variants[0].availability.status, "IN_STOCK");
    assert.ok(productBySlug.rating.count >= 1);
    const image = await fetch(productBySlug.images[0].url);
    assert.equal(image.headers.get("content-type"), "image/svg+xml; charset=utf-8");
  });

  test("a guest fills a cart, signs up, takes it along, pays and watches the order live until it is confirmed", async () => {
    const { url } = platform();
    const visitor = await guest(url);
    await fillCart(visitor, [
      { sku: "MUG-IND", quantity: 2 },
      { sku: "TAWA-26", quantity: 1 },
    ]);
    const shopper = await register(url);
    const merged = await shopper.must(
      `mutation ($input: CartMergeInput!) { cartMerge(input: $input) { cart { id problems { code } totals { total { minorUnits } } } errors { __typename } } }`,
      { input: { guestAccessToken: visitor.token, idempotencyKey: randomUUID() } },
    );
    assert.deepEqual(merged.cartMerge.errors, []);
    assert.deepEqual(merged.cartMerge.cart.problems, []);

    const order = await placeOrder(shopper, merged.cartMerge.cart.id);
    const watch = shopper.live();
    const seen: any[] = [];
    const watching = (async () => {
      const query = `subscription ($id: ID!) { orderStatusChanged(orderId: $id) {
        sequence status order { number lines { title quantity product { title images { url } } } payments { status } } } }`;
      for await (const { data, errors } of watch.iterate<any>({ query, variables: { id: order.id } })) {
        assert.equal(errors, undefined);
        seen.push(data!.orderStatusChanged);
        if (data!.orderStatusChanged.status === "CONFIRMED") break;
      }
    })();
    await eventually(() => assert.equal(seen.length, 1));
    const payment = await pay(shopper, order.id);
    await watching;
    await watch.dispose();

    assert.ok(["PROCESSING", "SUCCEEDED"].includes(payment.status));
    assert.deepEqual(
      seen.map(({ status }) => status),
      ["PENDING", "CONFIRMED"],
    );
    assert.equal(seen[1].sequence, seen[0].sequence + 1);
    assert.deepEqual(
      seen[1].order.lines.map((line: any) => line.product.title).sort(),
      ["Cast Iron Tawa", "Stoneware Mug"].sort(),
    );
    assert.equal(seen[1].order.payments[0].status, "SUCCEEDED");
    const { me } = await shopper.must(
      `{ me { orders(first: 10) { nodes { id status lines { product { title images { url } } } payments { status } } } } }`,
    );
    assert.deepEqual(
      me.orders.nodes.map(({ id, status }: any) => [id, status]),
      [[order.id, "CONFIRMED"]],
    );
  });

  test("staff take an order to the door, and its buyer's review says so", async () => {
    const { url, logins } = platform();
    const [shopper, staff] = [await register(url), await signIn(url, logins.SUPPORT)];
    const cart = await fillCart(shopper, [{ sku: "KULHAD-6", quantity: 1 }]);
    const order = await placeOrder(shopper, cart.id);
    const { productBySlug } = await shopper.must(`{ productBySlug(slug: "kulhad-set") { id } }`);
    await pay(shopper, order.id);
    await untilStatus(shopper, order.id, "CONFIRMED");

    await transition(staff, order.id, "PROCESSING", "SHIPPED", "DELIVERED");
    const { reviewCreate } = await shopper.must(
      `mutation ($input: ReviewCreateInput!) { reviewCreate(input: $input) { review { id stars isVerifiedPurchase product { title rating { count } } } errors { __typename } } }`,
      {
        input: {
          productId: productBySlug.id,
          stars: 5,
          title: "Earthy",
          authorName: "Asha",
          idempotencyKey: randomUUID(),
        },
      },
    );

    assert.deepEqual(reviewCreate.errors, []);
    assert.equal(reviewCreate.review.isVerifiedPurchase, true);
    assert.ok(reviewCreate.review.product.title.length > 0);
  });

  test("3-D Secure sends the buyer to a page and the order is confirmed when they approve", async () => {
    const shopper = await guest(platform().url);
    const cart = await fillCart(shopper, [{ sku: "USBC-1M", quantity: 1 }], "USD");
    const order = await placeOrder(shopper, cart.id);

    const payment = await pay(shopper, order.id, "tok_3ds");
    assert.equal(payment.status, "REQUIRES_ACTION");
    const page = await (await fetch(payment.nextAction!.redirectUrl)).text();
    const action = /<form[^>]*action="([^"]+)"[^>]*>[\s\S]*?(?:approve|Approve)/.exec(page)?.[1];
    assert.ok(action, page);
    const approved = await fetch(new URL(action, payment.nextAction!.redirectUrl), {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "decision=approve",
    });

    assert.ok(approved.status < 400, `${approved.status}`);
    await untilStatus(shopper, order.id, "CONFIRMED");
  });

  test("after a decline the same order is paid with another card", async () => {
    const shopper = await guest(platform().url);
    const order = await placeOrder(shopper, (await fillCart(shopper, [{ sku: "TOTE-NAT", quantity: 3 }])).id);

    const declined = await pay(shopper, order.id, "tok_declined");
    await eventually(async () => {
      const { payment } = await shopper.must(`query ($id: ID!) { payment(id: $id) { status failure { code } } }`, {
        id: declined.id,
      });
      assert.deepEqual(payment, { status: "FAILED", failure: { code: "DECLINED" } });
    });
    await pay(shopper, order.id, "tok_slow");

    await untilStatus(shopper, order.id, "CONFIRMED");
  });
}
