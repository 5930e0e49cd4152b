import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { eventually } from "./support/eventually.ts";
import { guest, openOrdersWorld, ORDER_PLACE, type OrdersWorld } from "./support/orders.ts";

/** Relay, handlers and jobs run as they do in a shop; nobody helps. */
let world: OrdersWorld;
before(async () => {
  world = await openOrdersWorld({ messenger: true });
});
after(() => world.close());

test("an order that nobody pays is cancelled and its stock is free again", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 3 });
  const order = await world.placed(buyer, [{ variantId: mug, quantity: 2 }]);

  world.clock.advance(901_000);

  await eventually(() => assert.equal(world.stock.free(mug), 3));
  assert.equal(world.stock.stateOf(order.id), "RELEASED");
  const query = `query ($id: ID!) { order(id: $id) { status cancelReason } }`;
  const { order: now } = await world.must(query, { id: order.id }, buyer);
  assert.deepEqual(now, { status: "CANCELLED", cancelReason: "PAYMENT_EXPIRED" });
});

test("stock that could not be given back at once is given back when inventory answers again", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 3 });
  const order = await world.placed(buyer, [{ variantId: mug, quantity: 2 }]);
  let refusals = 3;
  world.trouble.before = (operation) => {
    if (operation === "ReleaseStock" && refusals-- > 0) throw new Error("down");
  };

  await world.cancel(buyer, order.id);

  await eventually(() => assert.equal(world.stock.free(mug), 3));
  delete world.trouble.before;
});

test("a purchase that was cut off is finished without anybody asking again", async () => {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 3 });
  const cart = await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]);
  world.trouble.after = (operation) => {
    if (operation === "ReserveStock") throw new Error("cut off");
  };
  await world.ask(ORDER_PLACE, { input: { cartId: cart.id, idempotencyKey: randomUUID() } }, buyer);
  delete world.trouble.after;

  world.clock.advance(10_000);

  await eventually(async () => {
    const rows = await world.sql("SELECT status FROM orders WHERE owner = $1", [buyer.subject]);
    assert.deepEqual(rows, [{ status: "PENDING" }]);
  });
  assert.equal(world.stock.free(mug), 2);
});
