import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { countStatements } from "./support/count-statements.ts";
import { eventually } from "./support/eventually.ts";
import { customer, openPaymentsWorld, type PaymentsWorld, STAFF } from "./support/payments.ts";

/** `tok_slow` is slow enough to be interrupted. */
const SLOW_MS = 400;
let world: PaymentsWorld;
before(async () => {
  world = await openPaymentsWorld({ slowMs: SLOW_MS });
});
after(() => world.close());

const reconcile = () => world.runJob("payments reconciliation");
const saidOf = async (orderId: string) =>
  (await world.said()).filter(({ data }) => data.orderId === orderId).map(({ type }) => type);

test("a charge whose call timed out is found within 15 seconds, and not asked for before", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const { payment } = await world.start(shopper, orderId, "tok_timeout_after_charge");

  world.advance(9_000);
  await reconcile();
  const early = (await world.payment(payment.id)).status;
  world.advance(1_100);
  await Promise.all([reconcile(), reconcile()]);

  assert.equal(payment.status, "PROCESSING");
  assert.equal(early, "PROCESSING");
  assert.equal((await world.payment(payment.id)).status, "SUCCEEDED");
  assert.deepEqual(await saidOf(orderId), ["PaymentSucceeded"]);
});

test("the job comes often enough to find it within a minute", async () => {
  await world.restart();
  const shopper = customer();
  const { payment } = await world.start(shopper, world.order(shopper), "tok_timeout_after_charge");
  const startedMs = Date.now();
  let passedMs = 0;

  while ((await world.payment(payment.id)).status === "PROCESSING" && passedMs < 60_000) {
    world.advance(5_000);
    passedMs += 5_000;
    await reconcile();
  }

  assert.equal((await world.payment(payment.id)).status, "SUCCEEDED");
  assert.ok(passedMs + Date.now() - startedMs < 20_000, `${passedMs} ms`);
});

test("a slow charge that a restart fell into settles after it", async () => {
  const shopper = customer();
  const { payment } = await world.start(shopper, world.order(shopper), "tok_slow");

  await world.restart();
  world.advance(SLOW_MS);
  await world.runJob("sandbox settles what is due");

  await world.until(payment.id, "SUCCEEDED");
});

test("a payment that died before its charge was made fails when the provider does not know it for long", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const { payment } = await world.start(shopper, orderId, "tok_slow");
  await world.sql("DELETE FROM sandbox_charges WHERE payment_id = $1", [payment.id]);

  world.advance(11_000);
  await reconcile();
  const early = (await world.payment(payment.id)).status;
  const meanwhile = await world.start(shopper, orderId);
  world.advance(30_000);
  await reconcile();

  assert.equal(early, "PROCESSING");
  assert.equal(meanwhile.errors[0].code, "NOTHING_DUE");
  const failed = await world.payment(payment.id);
  assert.deepEqual([failed.status, failed.failure.code], ["FAILED", "PROVIDER_UNAVAILABLE"]);
  assert.deepEqual(await saidOf(orderId), ["PaymentFailed"]);
  await world.paid(shopper, orderId);
});

test("a charge that was made after it had been given up is found once more and goes back", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const { payment } = await world.start(shopper, orderId, "tok_timeout_after_charge");
  const [charge] = await world.sql("DELETE FROM sandbox_charges WHERE payment_id = $1 RETURNING *", [payment.id]);
  world.advance(31_000);
  await reconcile();
  assert.equal((await world.payment(payment.id)).status, "FAILED");
  const { id: paidId } = await world.paid(shopper, orderId);
  const columns = Object.keys(charge);
  const places = columns.map((_, index) => `$${index + 1}`);
  await world.sql(`INSERT INTO sandbox_charges (${columns}) VALUES (${places})`, Object.values(charge));

  world.advance(301_000);
  await reconcile();

  await eventually(async () => {
    const late = await world.payment(payment.id);
    assert.deepEqual([late.status, late.refunded.minorUnits], ["SUCCEEDED", 129_900]);
  });
  const kept = await world.payment(paidId);
  assert.deepEqual([kept.status, kept.refunded.minorUnits], ["SUCCEEDED", 0]);
  assert.deepEqual(await saidOf(orderId), ["PaymentFailed", "PaymentSucceeded", "RefundSucceeded"]);
  const back = (await world.said()).findLast(({ data }) => data.orderId === orderId);
  assert.equal(back!.data.orderFullyRefunded, false);
});

test("a lost webhook of a slow charge, of an approved challenge and of a refund is made up for", async () => {
  const shopper = customer();
  const slow = (await world.start(shopper, world.order(shopper), "tok_slow")).payment;
  const challenged = (await world.start(shopper, world.order(shopper), "tok_3ds")).payment;
  const paid = await world.paid(shopper, world.order(shopper));
  await world.setListening(false);
  world.advance(SLOW_MS);
  await world.runJob("sandbox settles what is due");
  await world.refund(STAFF, paid.id);
  await world.sql(
    "UPDATE sandbox_charges SET status = 'succeeded', due_at = NULL WHERE payment_id = $1 AND status = 'requires_action'",
    [challenged.id],
  );
  await eventually(async () => {
    const [charge] = await world.sql("SELECT status FROM sandbox_charges WHERE payment_id = $1", [slow.id]);
    assert.equal(charge.status, "succeeded");
  });
  await world.sql("DELETE FROM sandbox_deliveries");

  world.advance(16 * 60_000);
  await reconcile();
  await world.setListening(true);

  assert.equal((await world.payment(slow.id)).status, "SUCCEEDED");
  assert.equal((await world.payment(challenged.id)).status, "SUCCEEDED");
  assert.equal((await world.payment(paid.id)).refunds[0].status, "SUCCEEDED");
});

test("with nothing due a run is one statement", async () => {
  await reconcile();

  const isOneStatement = async (job: string) => {
    const { statements } = await countStatements(() => world.runJob(job));
    assert.equal(statements.length, 1, statements.join("\n"));
  };
  // A slow charge of the tests before has a timer of its own, whose statement may come in between.
  await eventually(() => isOneStatement("payments reconciliation"));
  await eventually(() => isOneStatement("sandbox settles what is due"));
});
