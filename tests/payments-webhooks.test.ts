import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { randomIds } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { eventually } from "./support/eventually.ts";
import { customer, openPaymentsWorld, type PaymentsWorld } from "./support/payments.ts";

let world: PaymentsWorld;
before(async () => {
  world = await openPaymentsWorld();
});
after(() => world.close());
afterEach(() => world.sql("TRUNCATE webhook_events"));

const saidOf = async (paymentId: string) =>
  (await world.said()).filter(({ data }) => data.paymentId === paymentId).map(({ type }) => type);
const stored = () => world.sql("SELECT event_id, copies, done_at FROM webhook_events ORDER BY received_at");

/** A payment whose money moved and of which nobody has told the shop. */
async function untold(): Promise<string> {
  const shopper = customer();
  return (await world.start(shopper, world.order(shopper), "tok_timeout_after_charge")).payment.id;
}

function body(type: string, subject: string, more: object = {}): string {
  return JSON.stringify({
    id: randomUUID(),
    type,
    createdAt: new Date().toISOString(),
    subject,
    failure: null,
    ...more,
  });
}

test("50 copies of a webhook at once have one effect, and so has a copy that comes later", async () => {
  const id = await untold();
  const webhook = body("charge.succeeded", id);

  const statuses = await Promise.all(Array.from({ length: 50 }, () => world.webhook(webhook)));
  const later = await world.webhook(webhook);

  assert.deepEqual(new Set([...statuses, later]), new Set([200]));
  assert.equal((await world.payment(id)).status, "SUCCEEDED");
  assert.deepEqual(await saidOf(id), ["PaymentSucceeded"]);
  const rows = await stored();
  assert.equal(rows.length, 1);
  assert.equal(rows[0].copies, 51);
  assert.ok(rows[0].done_at);
});

test("many webhooks of one charge at once, each with an id of its own, are one success", async () => {
  const id = await untold();
  const webhooks = Array.from({ length: 20 }, () => body("charge.succeeded", id));

  await Promise.all(webhooks.map((webhook) => world.webhook(webhook)));

  assert.deepEqual(await saidOf(id), ["PaymentSucceeded"]);
  assert.equal((await stored()).length, 20);
});

test("a forged, altered, stale, premature or unsigned webhook is refused and nothing is stored", async () => {
  const id = await untold();
  const webhook = body("charge.succeeded", id);
  const genuine = world.sign(webhook);
  const [time, mac] = genuine.split(",") as [string, string];
  const ago = (ms: number) => world.sign(webhook, new Date(Date.now() - ms));

  const statuses = [
    await world.webhook(webhook, `${time},v1=${"0".repeat(64)}`),
    await world.webhook(webhook, `${time},v1=${mac.slice(3, -2)}`),
    await world.webhook(webhook, `t=${Number(time.slice(2)) + 1},${mac}`),
    await world.webhook(`${webhook} `, genuine),
    await world.webhook(webhook.replace(id, await untold()), genuine),
    await world.webhook(webhook, ago(301_000)),
    await world.webhook(webhook, ago(-302_000)),
    await world.webhook(webhook, ""),
    await world.webhook(webhook, "t=,v1="),
    await world.webhook("", world.sign("")),
    await world.webhook("not json", world.sign("not json")),
    await world.webhook("{}", world.sign("{}")),
    await world.webhook("null", world.sign("null")),
  ];

  assert.deepEqual(new Set(statuses), new Set([400]));
  assert.deepEqual(await stored(), []);
  assert.equal((await world.payment(id)).status, "PROCESSING");
  assert.equal(await world.webhook(webhook, ago(295_000)), 200);
});

test("a body that is too large is refused unread", async () => {
  const webhook = body("charge.succeeded", await untold(), { padding: "x".repeat(300_000) });

  const status = await world.webhook(webhook).catch(() => 413);

  assert.equal(status, 413);
  assert.deepEqual(await stored(), []);
});

test("webhooks of unknown charges and of other things are stored, answered 200 and change nothing", async () => {
  const before = await world.sql("SELECT id, status FROM payments ORDER BY id");

  for (const webhook of [
    body("charge.succeeded", randomIds.next(PREFIXES.Payment)),
    body("charge.succeeded", "pay_malformed"),
    body("charge.succeeded", ""),
    body("refund.succeeded", randomIds.next(PREFIXES.Refund)),
    body("payout.paid", "x"),
    body("charge.succeeded", "x", { subject: 7 }),
  ])
    assert.equal(await world.webhook(webhook), 200);

  const rows = await stored();
  assert.equal(rows.length, 6);
  assert.ok(rows.every(({ done_at }) => done_at));
  assert.deepEqual(await world.sql("SELECT id, status FROM payments ORDER BY id"), before);
});

test("what comes out of order, or says the opposite later, changes nothing any more", async () => {
  const paid = await untold();
  const failed = await untold();

  await world.webhook(body("charge.succeeded", paid));
  await world.webhook(body("charge.failed", paid, { failure: "DECLINED" }));
  await world.webhook(body("charge.succeeded", paid));
  await world.webhook(body("charge.failed", failed, { failure: "INSUFFICIENT_FUNDS" }));
  await world.webhook(body("charge.failed", failed, { failure: "EXPIRED" }));

  assert.equal((await world.payment(paid)).status, "SUCCEEDED");
  assert.deepEqual(await saidOf(paid), ["PaymentSucceeded"]);
  assert.equal((await world.payment(failed)).failure.code, "INSUFFICIENT_FUNDS");
  assert.deepEqual(await saidOf(failed), ["PaymentFailed"]);
});

test("money that comes after the buyer was told that none did goes back in full and is no payment of the order", async () => {
  const id = await untold();
  await world.webhook(body("charge.failed", id, { failure: "DECLINED" }));

  await world.webhook(body("charge.succeeded", id));

  const payment = await eventually(async () => {
    const now = await world.payment(id);
    assert.equal(now.refunded.minorUnits, now.amount.minorUnits);
    return now;
  });
  assert.equal(payment.status, "SUCCEEDED");
  assert.deepEqual(await saidOf(id), ["PaymentFailed", "RefundSucceeded"]);
});

test("a webhook that was stored and not acted on is acted on by the job, once", async () => {
  const id = await untold();
  const webhook = body("charge.succeeded", id);
  await world.sql("ALTER TABLE order_accounts RENAME TO order_accounts_away");
  const status = await world.webhook(webhook);
  await world.sql("ALTER TABLE order_accounts_away RENAME TO order_accounts");
  const [row] = await stored();

  await world.runJob("payments reconciliation");
  const tooEarly = (await world.payment(id)).status;
  await world.sql("UPDATE webhook_events SET next_check_at = now() - interval '1 second'");
  await world.sql("UPDATE payments SET next_check_at = NULL");
  await Promise.all([world.runJob("payments reconciliation"), world.runJob("payments reconciliation")]);

  assert.equal(status, 500);
  assert.equal(row.done_at, null);
  assert.equal(tooEarly, "PROCESSING");
  assert.equal((await world.payment(id)).status, "SUCCEEDED");
  assert.deepEqual(await saidOf(id), ["PaymentSucceeded"]);
  assert.ok((await stored())[0].done_at);
});

test("webhooks wait for a port that is closed, also through a restart", async () => {
  const shopper = customer();
  await world.setListening(false);
  const { payment } = await world.start(shopper, world.order(shopper));
  await eventually(async () => assert.equal((await world.sql("SELECT id FROM sandbox_deliveries")).length, 1));
  await world.restart();
  await world.runJob("sandbox settles what is due");
  const meanwhile = (await world.payment(payment.id)).status;
  await world.setListening(true);
  world.advance(6_000);

  await world.runJob("sandbox settles what is due");

  assert.equal(meanwhile, "PROCESSING");
  await world.until(payment.id, "SUCCEEDED");
  await eventually(async () => assert.deepEqual(await world.sql("SELECT id FROM sandbox_deliveries"), []));
});

test("webhooks are forgotten after their retention, undone ones are not", async () => {
  const [done, undone] = [body("payout.paid", "x"), body("payout.paid", "x")];
  await world.webhook(done);
  await world.webhook(undone);
  await world.sql("UPDATE webhook_events SET done_at = NULL WHERE event_id = $1", [JSON.parse(undone).id]);
  await world.sql("UPDATE webhook_events SET received_at = received_at - interval '91 days'");

  await world.runJob("payments forgets old webhooks");

  assert.deepEqual(
    (await stored()).map(({ event_id }) => event_id),
    [JSON.parse(undone).id],
  );
});
