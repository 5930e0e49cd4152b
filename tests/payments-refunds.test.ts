import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import fc from "fast-check";
import { randomIds } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { eventually } from "./support/eventually.ts";
import { customer, openPaymentsWorld, type PaymentsWorld, STAFF } from "./support/payments.ts";

let world: PaymentsWorld;
before(async () => {
  world = await openPaymentsWorld();
});
after(() => world.close());

const inr = (minorUnits: number) => ({ minorUnits, currency: "INR" });
const saidOf = async (paymentId: string) =>
  (await world.said()).filter(({ data, type }) => data.paymentId === paymentId && type === "RefundSucceeded");
const sentBack = async (paymentId: string) =>
  (await world.sql("SELECT refunded FROM sandbox_charges WHERE payment_id = $1", [paymentId]))[0].refunded;

async function paid(minorUnits = 100_000): Promise<string> {
  const shopper = customer();
  return (await world.paid(shopper, world.order(shopper, { minorUnits }))).id;
}

function untilRefunded(id: string, minorUnits: number): Promise<any> {
  return eventually(async () => {
    const payment = await world.payment(id);
    assert.equal(payment.refunded.minorUnits, minorUnits);
    return payment;
  });
}

test("a part goes back, then all that is left; only the last says that nothing is left", async () => {
  const id = await paid();

  const part = await world.refund(STAFF, id, { amount: inr(30_000), reason: "  One of three broken " });
  await untilRefunded(id, 30_000);
  const rest = await world.refund(STAFF, id);
  const payment = await untilRefunded(id, 100_000);

  assert.deepEqual([part.errors, rest.errors], [[], []]);
  assert.deepEqual([part.payment.refunds[0].status, part.payment.refunded.minorUnits], ["PENDING", 0]);
  assert.equal(payment.status, "SUCCEEDED");
  assert.deepEqual(
    payment.refunds.map(({ amount, status, reason }: any) => [amount.minorUnits, status, reason]),
    [
      [30_000, "SUCCEEDED", "One of three broken"],
      [70_000, "SUCCEEDED", "Broken on arrival"],
    ],
  );
  const said = await saidOf(id);
  assert.deepEqual(
    said.map(({ data }) => [data.amount.minorUnits, data.orderFullyRefunded]),
    [
      [30_000, false],
      [70_000, true],
    ],
  );
  assert.ok(said[0]!.sequence < said[1]!.sequence);
  assert.equal(await sentBack(id), 100_000n);
});

test("more than is left is refused with what is left, refunds on their way included", async () => {
  const id = await paid();
  const unpaid = customer();
  const { payment: declined } = await world.start(unpaid, world.order(unpaid), "tok_declined");
  const over = await world.refund(STAFF, id, { amount: inr(100_001) });
  const first = await world.refund(STAFF, id, { amount: inr(60_000) });
  const second = await world.refund(STAFF, id, { amount: inr(40_001) });
  const notPaid = await world.refund(STAFF, declined.id);
  await world.refund(STAFF, id);
  const nothingLeft = await world.refund(STAFF, id);

  assert.deepEqual(first.errors, []);
  for (const [{ payment, errors }, refundable] of [
    [over, 100_000],
    [second, 40_000],
    [notPaid, 0],
    [nothingLeft, 0],
  ] as const) {
    assert.equal(payment, null);
    assert.equal(errors[0].__typename, "AmountTooLargeError");
    assert.deepEqual([errors[0].code, errors[0].path], ["AMOUNT_TOO_LARGE", ["amount"]]);
    assert.deepEqual(errors[0].refundable, inr(refundable));
  }
  assert.match(over.errors[0].message, /₹1,000\.00/);
});

test("partial refunds at once never send back more than was paid", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 5, maxLength: 15 }), async (amounts) => {
      const id = await paid(1_000);

      const answers = await Promise.all(amounts.map((amount) => world.refund(STAFF, id, { amount: inr(amount) })));

      const granted = amounts.filter((_, index) => answers[index].errors.length === 0).reduce((a, b) => a + b, 0);
      const smallestRefused = Math.min(Infinity, ...amounts.filter((_, index) => answers[index].errors.length > 0));
      assert.ok(granted <= 1_000);
      assert.ok(granted + smallestRefused > 1_000, "a refund was refused that would have fitted");
      await untilRefunded(id, granted);
      assert.equal(await sentBack(id), BigInt(granted));
      assert.equal((await saidOf(id)).length, answers.filter(({ errors }) => errors.length === 0).length);
    }),
    { numRuns: 8 },
  );
});

test("50 copies under one key are one refund; other arguments under it are refused", async () => {
  const id = await paid();
  const idempotencyKey = randomUUID();
  const refund = (minorUnits: number) => world.refund(STAFF, id, { amount: inr(minorUnits), idempotencyKey });

  const answers = await Promise.all(Array.from({ length: 50 }, () => refund(1_000)));
  const reused = await refund(2_000);

  assert.deepEqual(new Set(answers.map(({ payment }) => payment.refunds[0].id)).size, 1);
  assert.equal(reused.errors[0].code, "IDEMPOTENCY_KEY_REUSED");
  const payment = await untilRefunded(id, 1_000);
  assert.equal(payment.refunds.length, 1);
  assert.equal(await sentBack(id), 1_000n);
});

test("a dry run answers the same, keeps nothing, moves nothing and leaves its key free", async () => {
  const id = await paid();
  const idempotencyKey = randomUUID();

  const tried = await world.refund(STAFF, id, { amount: inr(1_000), dryRun: true, idempotencyKey });
  const tooMuch = await world.refund(STAFF, id, { amount: inr(100_001), dryRun: true });
  const after = await world.payment(id);
  const real = await world.refund(STAFF, id, { amount: inr(1_000), idempotencyKey });

  assert.deepEqual(tried.errors, []);
  assert.deepEqual(
    tried.payment.refunds.map(({ amount, status }: any) => [amount.minorUnits, status]),
    [[1_000, "PENDING"]],
  );
  assert.equal(tooMuch.errors[0].code, "AMOUNT_TOO_LARGE");
  assert.deepEqual(after.refunds, []);
  assert.deepEqual(real.errors, []);
  await untilRefunded(id, 1_000);
});

test("bad input is named by its path", async () => {
  const id = await paid();

  for (const [more, path] of [
    [{ amount: inr(0) }, "amount.minorUnits"],
    [{ amount: inr(-1) }, "amount.minorUnits"],
    [{ amount: { minorUnits: 1, currency: "USD" } }, "amount.currency"],
    [{ reason: "  " }, "reason"],
    [{ reason: "x".repeat(501) }, "reason"],
    [{ reason: "a\0b" }, "reason"],
    [{ idempotencyKey: "" }, "idempotencyKey"],
  ] as const) {
    const { payment, errors } = await world.refund(STAFF, id, more);

    assert.equal(payment, null);
    assert.deepEqual(
      errors.map(({ code, path }: any) => [code, path.join(".")]),
      [["INVALID_INPUT", path]],
    );
  }
  for (const paymentId of [randomIds.next(PREFIXES.Payment), "pay_1", randomIds.next(PREFIXES.Order)]) {
    const { errors } = await world.refund(STAFF, paymentId);
    assert.deepEqual([errors[0].code, errors[0].path, errors[0].id], ["NOT_FOUND", ["paymentId"], paymentId]);
  }
  assert.deepEqual((await world.payment(id)).refunds, []);
});

test("only who may refund may refund, the order's owner not among them", async () => {
  const shopper = customer();
  const { id } = await world.paid(shopper, world.order(shopper));
  const document = `mutation ($input: PaymentRefundInput!) { paymentRefund(input: $input) { errors { __typename } } }`;
  const input = { paymentId: id, reason: "mine", idempotencyKey: "k" };

  for (const caller of [shopper, { ...STAFF, scopes: ["account", "orders:read", "orders:write"] }]) {
    const { data, errors } = await world.ask(document, { input }, caller);
    assert.equal(data ?? null, null);
    assert.equal(errors![0]!.extensions!["code"], "FORBIDDEN");
  }
});

test("a refund the provider did not answer is asked again until it is done, and sent once", async () => {
  const id = await paid();
  await world.sql("ALTER TABLE sandbox_refunds RENAME TO sandbox_refunds_away");
  const { payment } = await world.refund(STAFF, id, { amount: inr(5_000) });
  await world.sql("ALTER TABLE sandbox_refunds_away RENAME TO sandbox_refunds");

  world.advance(11_000);
  await Promise.all([world.runJob("payments reconciliation"), world.runJob("payments reconciliation")]);

  assert.equal(payment.refunds[0].status, "PENDING");
  assert.equal((await untilRefunded(id, 5_000)).refunds[0].status, "SUCCEEDED");
  assert.equal(await sentBack(id), 5_000n);
  assert.equal((await saidOf(id)).length, 1);
});

test("a refund the provider refuses is FAILED, and its amount can be refunded again", async () => {
  const id = await paid();
  await world.sql("UPDATE sandbox_charges SET refunded = 1 WHERE payment_id = $1", [id]);

  await world.refund(STAFF, id);
  const refused = await eventually(async () => {
    const payment = await world.payment(id);
    assert.equal(payment.refunds[0].status, "FAILED");
    return payment;
  });
  const again = await world.refund(STAFF, id, { amount: inr(99_999) });

  assert.equal(refused.refunded.minorUnits, 0);
  assert.deepEqual(again.errors, []);
  await untilRefunded(id, 99_999);
});
