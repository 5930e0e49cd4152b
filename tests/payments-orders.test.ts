import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { eventually } from "./support/eventually.ts";
import { customer, guest, openPaymentsWorld, type PaymentsWorld, STAFF } from "./support/payments.ts";

let world: PaymentsWorld;
before(async () => {
  world = await openPaymentsWorld({ slowMs: 40 });
});
after(() => world.close());

const cancelled = (orderId: string, owner: string, id?: string) =>
  world.hear("OrderCancelled", { orderId, owner, number: "A", reason: "CUSTOMER" }, id);
const claimed = (orderId: string, claimedFrom: string, owner: string) =>
  world.hear("OrderClaimed", { orderId, owner, number: "A", claimedFrom });
const saidOf = async (orderId: string) => (await world.said()).filter(({ data }) => data.orderId === orderId);

/** All that came has gone back, by exactly one refund. */
function untilBackInFull(id: string): Promise<any> {
  return eventually(async () => {
    const payment = await world.payment(id);
    assert.equal(payment.status, "SUCCEEDED");
    assert.equal(payment.refunded.minorUnits, payment.amount.minorUnits);
    assert.deepEqual(
      payment.refunds.map(({ status }: any) => status),
      ["SUCCEEDED"],
    );
    return payment;
  });
}

test("cancelling a paid order sends everything back, once however often it is heard", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const { id } = await world.paid(shopper, orderId);
  const eventId = randomUUID();

  await Promise.all(Array.from({ length: 5 }, () => cancelled(orderId, shopper.subject, eventId)));
  await cancelled(orderId, shopper.subject);

  const payment = await untilBackInFull(id);
  assert.equal(payment.refunds[0].reason, "The order was cancelled.");
  const said = await saidOf(orderId);
  assert.deepEqual(
    said.map(({ type }) => type),
    ["PaymentSucceeded", "RefundSucceeded"],
  );
  assert.equal(said[1]!.data.orderFullyRefunded, true);
});

test("cancelling a partly refunded order sends the rest back", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const { id } = await world.paid(shopper, orderId);
  await world.refund(STAFF, id, { amount: { minorUnits: 29_900, currency: "INR" } });

  await cancelled(orderId, shopper.subject);

  await eventually(async () => {
    const payment = await world.payment(id);
    assert.equal(payment.refunded.minorUnits, 129_900);
    assert.deepEqual(
      payment.refunds.map(({ amount }: any) => amount.minorUnits),
      [29_900, 100_000],
    );
  });
});

test("money that comes after the order was cancelled goes back in full by itself and pays nothing", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const { payment } = await world.start(shopper, orderId, "tok_slow");

  await cancelled(orderId, shopper.subject);
  await untilBackInFull(payment.id);

  assert.deepEqual(
    (await saidOf(orderId)).map(({ type }) => type),
    ["RefundSucceeded"],
  );
});

test("a payment that waits for the buyer is given up with its order", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const { payment } = await world.start(shopper, orderId, "tok_3ds");

  await cancelled(orderId, shopper.subject);
  const approved = await fetch(`${payment.nextAction.redirectUrl}/approve`, { method: "POST", redirect: "manual" });

  assert.equal(approved.status, 200);
  assert.match(await approved.text(), /Cancelled by the shop/);
  assert.equal((await world.payment(payment.id)).status, "CANCELLED");
  assert.deepEqual(await saidOf(orderId), []);
});

test("a cancelled order takes no payment, even while orders still says PENDING", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);

  await cancelled(orderId, shopper.subject);

  assert.equal((await world.start(shopper, orderId)).errors[0].code, "NOTHING_DUE");
});

test("whichever of cancellation and success comes first, the money goes back in full, once", async () => {
  const race = fc.record({
    token: fc.constantFrom("tok_success", "tok_slow", "tok_3ds"),
    delayMs: fc.integer({ min: 0, max: 60 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(race, { minLength: 12, maxLength: 12 }), async (races) => {
      await Promise.all(races.map(({ token, delayMs }) => cancelWhilePaying(token, delayMs)));
    }),
    { numRuns: 6 },
  );
});

async function cancelWhilePaying(token: string, delayMs: number): Promise<void> {
  const shopper = customer();
  const orderId = world.order(shopper);
  const pay = async (): Promise<string | undefined> => {
    const { payment } = await world.start(shopper, orderId, token);
    const page = payment?.nextAction?.redirectUrl;
    if (page) await fetch(`${page}/approve`, { method: "POST", redirect: "manual" });
    return payment?.id;
  };

  const [id] = await Promise.all([pay(), wait(delayMs).then(() => cancelled(orderId, shopper.subject))]);

  if (!id) return;
  const charge = await eventually(async () => {
    const [row] = await world.sql("SELECT * FROM sandbox_charges WHERE payment_id = $1", [id]);
    assert.ok(["succeeded", "cancelled"].includes(row.status), row.status);
    return row.status;
  });
  if (charge === "cancelled") assert.equal((await world.until(id, "CANCELLED")).refunds.length, 0);
  else await untilBackInFull(id);
  const backs = (await saidOf(orderId)).filter(({ type }) => type === "RefundSucceeded");
  assert.equal(backs.length, charge === "succeeded" ? 1 : 0);
}

test("a claimed order's payments are the customer's, and no longer the guest's", async () => {
  const [visitor, shopper] = [guest(), customer()];
  const orderId = world.order(visitor);
  const { id } = await world.paid(visitor, orderId);

  await claimed(orderId, visitor.subject, shopper.subject);

  const query = `query ($id: ID!) { payment(id: $id) { status } }`;
  assert.deepEqual((await world.ask(query, { id }, shopper)).data, { payment: { status: "SUCCEEDED" } });
  assert.deepEqual((await world.ask(query, { id }, visitor)).data, { payment: null });
});

test("an order that was claimed before it was paid is not given back to the guest by a fact from before", async () => {
  const [visitor, shopper] = [guest(), customer()];
  const orderId = world.order(visitor);

  await claimed(orderId, visitor.subject, shopper.subject);
  const stale = await world.start(visitor, orderId);
  world.change(orderId, { owner: shopper.subject });
  const { payment } = await world.start(shopper, orderId);

  assert.equal(stale.errors[0].code, "NOT_FOUND");
  await world.until(payment.id, "SUCCEEDED");
});

test("a customer may pay a claimed order before payments has heard of the claim", async () => {
  const [visitor, shopper] = [guest(), customer()];
  const orderId = world.order(visitor);
  await world.start(visitor, orderId, "tok_declined");
  world.change(orderId, { owner: shopper.subject });

  const { payment, errors } = await world.start(shopper, orderId);

  assert.deepEqual(errors, []);
  await world.until(payment.id, "SUCCEEDED");
});
