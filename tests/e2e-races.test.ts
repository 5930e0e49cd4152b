import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { type Client, guest, register, signIn } from "./support/client.ts";
import { eventually } from "./support/eventually.ts";
import { inShapes } from "./support/shapes.ts";
import {
  fillCart,
  orderStatus,
  ORDER_PLACE,
  pay,
  placeOrder,
  transition,
  untilStatus,
  variantId,
} from "./support/shopper.ts";

const BUYERS = 200;
const UNITS = 20;
/** As many sign in and fill their carts at a time; the orders then come all at once. */
const PREPARE_AT_A_TIME = 20;
/** A variant for each seed, so that the rounds do not meet. */
const ROUNDS = [
  { seed: 11, sku: "COURT-40" },
  { seed: 23, sku: "COURT-41" },
  { seed: 47, sku: "COURT-42" },
];

inShapes((platform, test) => {
  for (const { seed, sku } of ROUNDS) {
    test(`${BUYERS} buyers at once for ${UNITS} units: exactly ${UNITS} orders, stock 0, nobody charged without one (seed ${seed})`, async () => {
      const { url, logins } = platform();
      const admin = await signIn(url, logins.ADMIN);
      await setStock(admin, sku, UNITS);
      const buyers: { client: Client; cartId: string }[] = [];
      for (let done = 0; done < BUYERS; done += PREPARE_AT_A_TIME) {
        const some = Array.from({ length: PREPARE_AT_A_TIME }, async () => {
          const client = await guest(url);
          return { client, cartId: (await fillCart(client, [{ sku, quantity: 1 }])).id };
        });
        buyers.push(...(await Promise.all(some)));
      }

      const answers = await Promise.all(
        shuffled(buyers, seed).map(async ({ client, cartId }) => {
          const { orderPlace } = await client.must(ORDER_PLACE, { input: { cartId, idempotencyKey: randomUUID() } });
          if (orderPlace.order) await pay(client, orderPlace.order.id);
          return {
            client,
            order: orderPlace.order,
            errors: orderPlace.errors.map(({ __typename }: any) => __typename),
          };
        }),
      );

      const placed = answers.filter(({ order }) => order);
      const refused = answers.filter(({ order }) => !order);
      assert.equal(placed.length, UNITS);
      assert.deepEqual(new Set(refused.map(({ errors }) => errors.join())), new Set(["OutOfStockError"]));
      for (const { client, order } of placed) await untilStatus(client, order.id, "CONFIRMED", 30_000);
      await eventually(async () => assert.deepEqual(await stock(admin, sku), { onHand: 0, reserved: 0, available: 0 }));
    });
  }

  test("50 tries under one key are one order, other arguments are refused, another caller has an order of their own", async () => {
    const { url } = platform();
    const [shopper, other] = [await register(url), await register(url)];
    const key = randomUUID();
    const cart = await fillCart(shopper, [{ sku: "BOTTLE-GRN-500", quantity: 1 }]);
    const place = (client: Client, cartId: string) =>
      client.must(ORDER_PLACE, { input: { cartId, idempotencyKey: key } });

    const answers = await Promise.all(Array.from({ length: 50 }, () => place(shopper, cart.id)));
    const ids = new Set(answers.map(({ orderPlace }) => orderPlace.order?.id));
    const second = await fillCart(shopper, [{ sku: "BOTTLE-BLK-500", quantity: 1 }]);
    const reused = await place(shopper, second.id);
    const others = await place(other, (await fillCart(other, [{ sku: "BOTTLE-BLK-500", quantity: 1 }])).id);
    await platform().restart();
    const afterRestart = await place(shopper, cart.id);

    assert.equal(ids.size, 1, JSON.stringify(answers.find(({ orderPlace }) => !orderPlace.order)));
    assert.deepEqual(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1);
    assert.equal(reused.orderPlace.errors[0].code, "IDEMPOTENCY_KEY_REUSED");
    assert.ok(others.orderPlace.order.id && !ids.has(others.orderPlace.order.id));
    assert.ok(ids.has(afterRestart.orderPlace.order.id));
  });

  test("a paid order that is cancelled is refunded in full and gives its stock back", async () => {
    const { url, logins } = platform();
    const admin = await signIn(url, logins.ADMIN);
    const shopper = await register(url);
    const before = await stock(admin, "TRAIL-42");
    const order = await placeOrder(shopper, (await fillCart(shopper, [{ sku: "TRAIL-42", quantity: 2 }])).id);
    await pay(shopper, order.id);
    await untilStatus(shopper, order.id, "CONFIRMED");

    await cancel(shopper, order.id);

    await refundedInFull(shopper, order.id);
    assert.equal(await orderStatus(shopper, order.id), "CANCELLED");
    await eventually(async () => assert.deepEqual(await stock(admin, "TRAIL-42"), before));
  });

  test("an order refunded in full before it was shipped gives its stock back, one that was shipped does not", async () => {
    const { url, logins } = platform();
    const admin = await signIn(url, logins.ADMIN);
    const shopper = await register(url);
    const before: any = await stock(admin, "TRAIL-41");
    for (const states of [[], ["PROCESSING", "SHIPPED"]]) {
      const order = await placeOrder(shopper, (await fillCart(shopper, [{ sku: "TRAIL-41", quantity: 1 }])).id);
      const payment = await pay(shopper, order.id);
      await untilStatus(shopper, order.id, "CONFIRMED");
      await transition(admin, order.id, ...states);
      const { paymentRefund } = await admin.must(
        `mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) { errors { __typename } } }`,
        { input: { paymentId: payment.id, reason: "defect", idempotencyKey: randomUUID() } },
      );
      assert.deepEqual(paymentRefund.errors, []);
      await untilStatus(shopper, order.id, "REFUNDED");
      const expected = before.onHand - (states.length > 0 ? 1 : 0);
      await eventually(async () => {
        assert.deepEqual(await stock(admin, "TRAIL-41"), { onHand: expected, reserved: 0, available: expected });
      });
    }
  });

  test("a refusal does not tell a shopper the exact stock", async () => {
    const shopper = await guest(platform().url);
    const cart = await fillCart(shopper, [{ sku: "GIFTBOX-1", quantity: 9_999 }]);

    const { orderPlace } = await shopper.must(ORDER_PLACE, {
      input: { cartId: cart.id, idempotencyKey: randomUUID() },
    });

    const [error] = orderPlace.errors;
    assert.deepEqual([error.__typename, error.available], ["OutOfStockError", 50]);
    assert.doesNotMatch(error.message, /200/);
  });

  test("whichever of payment and cancellation comes first, the order stays cancelled and the money goes back", async () => {
    const shopper = await register(platform().url);
    const rounds = Array.from({ length: 8 }, async () => {
      const order = await placeOrder(shopper, (await fillCart(shopper, [{ sku: "USBC-2M", quantity: 1 }])).id);
      return order;
    });
    const orders: { id: string }[] = [];
    for (const round of rounds) orders.push(await round);

    await Promise.all(
      orders.map(async ({ id }, n) => {
        await pay(shopper, id, n % 2 === 0 ? "tok_slow" : "tok_success");
        await cancel(shopper, id);
      }),
    );

    for (const { id } of orders) {
      await refundedInFull(shopper, id);
      assert.equal(await orderStatus(shopper, id), "CANCELLED");
    }
  });
});

async function cancel(client: Client, id: string): Promise<void> {
  const { orderCancel } = await client.must(
    `mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order { status } errors { __typename ... on UserError { message } } } }`,
    { input: { id, idempotencyKey: randomUUID() } },
  );
  assert.deepEqual(orderCancel.errors, []);
}

async function refundedInFull(client: Client, id: string): Promise<void> {
  await eventually(async () => {
    const { order } = await client.must(
      `query ($id: ID!) { order(id: $id) { payments { status amount { minorUnits } refunded { minorUnits } refunds { status } } } }`,
      { id },
    );
    for (const { status, amount, refunded } of order.payments) {
      assert.ok(["SUCCEEDED", "CANCELLED", "FAILED"].includes(status), status);
      if (status === "SUCCEEDED") assert.equal(refunded.minorUnits, amount.minorUnits);
    }
  }, 20_000);
}

async function setStock(admin: Client, sku: string, to: number): Promise<void> {
  const input = { variantId: variantId(sku), change: { to }, reason: "counted", idempotencyKey: randomUUID() };
  const { stockAdjust } = await admin.must(
    `mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { errors { __typename } } }`,
    { input },
  );
  assert.deepEqual(stockAdjust.errors, []);
}

async function stock(admin: Client, sku: string): Promise<unknown> {
  const { variantBySku } = await admin.must(
    `query ($sku: String!) { variantBySku(sku: $sku) { stock { onHand reserved available } } }`,
    { sku },
  );
  return variantBySku.stock[0];
}

/** Fisher–Yates with a small seeded generator (mulberry32), so that a failing order can be run again. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}
