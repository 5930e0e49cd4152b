import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { hashOfArguments } from "#kernel/idempotency.ts";
import { randomIds, uuidOf } from "#kernel/id.ts";
import type { Caller } from "#kernel/identity.ts";
import { guest, ORDER_PLACE, openOrdersWorld, type OrdersWorld } from "./support/orders.ts";

let world: OrdersWorld;
before(async () => {
  world = await openOrdersWorld();
});
after(() => world.close());
afterEach(() => {
  delete world.trouble.before;
  delete world.trouble.after;
});

/** What a purchase can die of, and what is left of it then. */
const CRASHES: {
  name: string;
  crash: (operation: string) => void;
  at: "before" | "after";
  record: string | undefined;
}[] = [
  { name: "before anything was done", at: "before", crash: failAt("VariantsForSale"), record: undefined },
  { name: "before the stock was asked", at: "before", crash: failAt("ReserveStock"), record: "RESERVING" },
  {
    name: "after the stock was reserved and before the answer came",
    at: "after",
    crash: failAt("ReserveStock"),
    record: "RESERVING",
  },
];

for (const { name, at, crash, record } of CRASHES) {
  for (const way of ["the same key", "the sweep"] as const) {
    if (way === "the sweep" && !record) continue;
    test(`a purchase that died ${name} is finished by ${way}, once`, async () => {
      const { buyer, cart, mug, key } = await purchase();
      world.trouble[at] = crash;

      const failed = await world.ask(ORDER_PLACE, { input: { cartId: cart.id, idempotencyKey: key } }, buyer);
      delete world.trouble[at];
      const [left] = await recordsOf(buyer);
      if (way === "the sweep") await sweep();
      const placed = await world.place(buyer, cart.id, { idempotencyKey: key });

      assert.ok(failed.errors, "the client got a fault");
      assert.doesNotMatch(JSON.stringify(failed.errors), /refused by the test|\.ts/);
      assert.equal(left?.step, record);
      assert.deepEqual(placed.errors, []);
      await standsOnce(buyer, mug, placed.order.id);
    });
  }
}

test("a process that was killed right after the first write leaves a record that the sweep goes on from", async () => {
  const { buyer, cart, mug, key } = await purchase();
  await abandoned(buyer, cart.id, key, "STARTED");

  await sweep();

  const [record] = await recordsOf(buyer);
  assert.equal(record.step, "PLACED");
  const placed = await world.place(buyer, cart.id, { idempotencyKey: key });
  await standsOnce(buyer, mug, placed.order.id);
});

test("a purchase whose process may still live is not taken from it: a copy is told that it runs", async () => {
  const { buyer, cart, key } = await purchase();
  await abandoned(buyer, cart.id, key, "STARTED", "20 seconds");

  const began = Date.now();
  const { order, errors } = await world.place(buyer, cart.id, { idempotencyKey: key });
  await world.runJob("sweep placements");

  assert.equal(order, null);
  assert.deepEqual([errors[0].code, errors[0].retryable], ["IN_PROGRESS", true]);
  assert.ok(Date.now() - began < 6_500, "it waits 5 s");
  assert.equal((await recordsOf(buyer))[0].step, "STARTED");
});

test("a cart that was edited after the crash is reserved anew; what was held for the old one is free", async () => {
  const { buyer, cart, mug, key } = await purchase();
  world.trouble.after = failAt("ReserveStock");
  await world.ask(ORDER_PLACE, { input: { cartId: cart.id, idempotencyKey: key } }, buyer);
  delete world.trouble.after;
  await world.update(buyer, cart.id, { setQuantity: { lineId: cart.lines[0].id, quantity: 3 } });

  const { order } = await world.place(buyer, cart.id, { idempotencyKey: key });

  assert.equal(order.lines[0].quantity, 3);
  assert.equal(world.stock.free(mug), 7);
});

test("a purchase found long after its reservation gets a new one", async () => {
  const { buyer, cart, mug, key } = await purchase();
  world.trouble.after = failAt("ReserveStock");
  await world.ask(ORDER_PLACE, { input: { cartId: cart.id, idempotencyKey: key } }, buyer);
  delete world.trouble.after;
  const [first] = world.stock.held().slice(-1);

  world.clock.advance(86_400_000);
  const { order } = await world.place(buyer, cart.id, { idempotencyKey: key });

  assert.notEqual(order.id, first);
  assert.equal(world.stock.stateOf(first!), "RELEASED");
  await standsOnce(buyer, mug, order.id);
});

test("a reservation that ended meanwhile is made again under another order id", async () => {
  const { buyer, cart, mug, key } = await purchase();
  world.trouble.after = failAt("ReserveStock");
  await world.ask(ORDER_PLACE, { input: { cartId: cart.id, idempotencyKey: key } }, buyer);
  delete world.trouble.after;
  const [first] = world.stock.held().slice(-1);
  world.stock.release(first!);

  const { order, errors } = await world.place(buyer, cart.id, { idempotencyKey: key });

  assert.deepEqual(errors, []);
  assert.notEqual(order.id, first);
  await standsOnce(buyer, mug, order.id);
});

test("a refusal after the stock was reserved gives it back, now or by the sweep", async () => {
  const { buyer, cart, mug, key } = await purchase();
  world.trouble.after = failAt("ReserveStock");
  await world.ask(ORDER_PLACE, { input: { cartId: cart.id, idempotencyKey: key } }, buyer);
  delete world.trouble.after;
  world.change(mug, { prices: { INR: 200 } });
  world.trouble.before = failAt("ReleaseStock");
  const expectedTotal = { minorUnits: cart.totals.total.minorUnits, currency: "INR" };
  await world.sql(
    `UPDATE placements SET input = jsonb_set(input, '{expectedTotal}', $2), arguments_hash = $3 WHERE caller = $1`,
    [
      buyer.subject,
      JSON.stringify(expectedTotal),
      hashOfArguments({
        cartId: cart.id,
        expectedVersion: null,
        expectedTotal: { minorUnits: BigInt(expectedTotal.minorUnits), currency: "INR" },
      }),
    ],
  );

  const { order, errors } = await world.place(buyer, cart.id, { idempotencyKey: key, expectedTotal });
  const heldMeanwhile = world.stock.free(mug);
  delete world.trouble.before;
  await sweep();

  assert.equal(order, null);
  assert.equal(errors[0].code, "PRICE_CHANGED");
  assert.equal(heldMeanwhile, 9);
  assert.equal(world.stock.free(mug), 10);
  assert.deepEqual(await recordsOf(buyer), []);
});

test("many processes that find the same abandoned purchase make one order of it", async () => {
  const { buyer, cart, mug, key } = await purchase();
  await abandoned(buyer, cart.id, key, "STARTED");

  const [first, ...others] = await Promise.all([
    ...Array.from({ length: 10 }, () => world.place(buyer, cart.id, { idempotencyKey: key })),
    world.runJob("sweep placements").then(() => undefined),
  ]);

  for (const other of others.filter(Boolean)) assert.equal(other.order.id, first.order.id);
  await standsOnce(buyer, mug, first.order.id);
});

test("a process that was taken for dead and wakes up answers what the other one did", async () => {
  const { buyer, cart, mug, key } = await purchase();
  const { sleeper, wake } = await asleep(buyer, cart.id, key);

  const placed = await world.place(buyer, cart.id, { idempotencyKey: key });
  wake();
  const late = await sleeper;

  assert.deepEqual(late, placed);
  await standsOnce(buyer, mug, placed.order.id);
});

test("a process that was taken for dead and wakes up does not place what was refused meanwhile", async () => {
  const { buyer, cart, mug, key } = await purchase();
  const { sleeper, wake } = await asleep(buyer, cart.id, key);
  world.change(mug, { status: "ARCHIVED" });

  const refused = await world.place(buyer, cart.id, { idempotencyKey: key });
  wake();
  const late = await sleeper;

  assert.deepEqual([refused.errors[0].code, late.errors[0].code], ["CART_NOT_READY", "CART_NOT_READY"]);
  assert.deepEqual(await world.sql("SELECT id FROM orders WHERE owner = $1", [buyer.subject]), []);
  assert.equal(world.stock.free(mug), 10);
});

/** A purchase that stands still with its stock reserved, for longer than its lease. */
async function asleep(buyer: Caller, cartId: string, key: string) {
  const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
  const reserved = new Promise<void>((resolve) => {
    world.trouble.after = async (operation) => {
      if (operation !== "ReserveStock") return;
      delete world.trouble.after;
      resolve();
      await awake;
    };
  });
  const sleeper = world.place(buyer, cartId, { idempotencyKey: key });
  await reserved;
  world.clock.advance(30_000);
  return { sleeper, wake };
}

function failAt(wanted: string) {
  return (operation: string) => {
    if (operation === wanted) throw new Error("refused by the test");
  };
}

async function purchase() {
  const buyer = guest();
  const mug = world.sell({ prices: { INR: 100 }, stock: 10 });
  return { buyer, mug, key: randomUUID(), cart: await world.readyCart(buyer, [{ variantId: mug, quantity: 1 }]) };
}

/** The record as a killed process leaves it. */
async function abandoned(buyer: Caller, cartId: string, key: string, step: string, lease = "-1 minute") {
  const input = { cartId, expectedVersion: null, expectedTotal: null };
  await world.sql(
    `INSERT INTO placements (caller, key, arguments_hash, order_id, step, input, attempt, lease_until)
     VALUES ($1, $2, $3, $4, $5, $6, 1, $7::timestamptz + $8::interval)`,
    [
      buyer.subject,
      key,
      hashOfArguments(input),
      uuidOf("ord", randomIds.next("ord")),
      step,
      JSON.stringify({ ...input, market: "IN", locale: "en-IN", requestId: "killed" }),
      world.clock.now(),
      lease,
    ],
  );
}

function recordsOf(buyer: Caller) {
  return world.sql("SELECT * FROM placements WHERE caller = $1", [buyer.subject]);
}

async function sweep() {
  await world.sql("UPDATE placements SET lease_until = lease_until - interval '1 minute' WHERE step <> 'PLACED'");
  await world.runJob("sweep placements");
}

/** One order, its goods held, nothing else held. */
async function standsOnce(buyer: Caller, mug: string, orderId: string) {
  const rows = await world.sql("SELECT id FROM orders WHERE owner = $1", [buyer.subject]);
  assert.equal(rows.length, 1);
  assert.equal(world.stock.stateOf(orderId), "HELD");
  assert.equal(world.stock.free(mug), 9);
  const events = await world.sql("SELECT event FROM outbox WHERE aggregate_id = $1", [orderId]);
  assert.deepEqual(
    events.map(({ event }) => event.type),
    ["OrderPlaced"],
  );
}
