import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { randomIds } from "#kernel/id.ts";
import { nobody, serviceCaller } from "#kernel/identity.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { countStatements } from "./support/count-statements.ts";
import { eventually } from "./support/eventually.ts";
import { customer, guest, openPaymentsWorld, type PaymentsWorld } from "./support/payments.ts";

let world: PaymentsWorld;
before(async () => {
  world = await openPaymentsWorld();
});
after(() => world.close());

const chargesOf = (paymentId: string) => world.sql("SELECT * FROM sandbox_charges WHERE payment_id = $1", [paymentId]);
const allDelivered = () =>
  eventually(async () => assert.deepEqual(await world.sql("SELECT id FROM sandbox_deliveries"), []));
const saidOf = async (orderId: string) =>
  (await world.said()).filter(({ data }) => data.orderId === orderId).map(({ type }) => type);

test("tok_success answers PROCESSING and a webhook settles it, which is said once", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);

  const { payment, errors } = await world.start(shopper, orderId);
  const settled = await world.until(payment.id, "SUCCEEDED");

  assert.deepEqual(errors, []);
  assert.match(payment.id, /^pay_[0-9a-z]{26}$/);
  assert.equal(payment.status, "PROCESSING");
  assert.deepEqual(settled.amount, { minorUnits: 129_900, currency: "INR" });
  assert.deepEqual(settled.order, { id: orderId });
  assert.equal(settled.refunded.minorUnits, 0);
  assert.deepEqual([settled.nextAction, settled.failure, settled.provider], [null, null, "sandbox"]);
  const [said] = (await world.said()).filter(({ data }) => data.orderId === orderId);
  assert.equal(said!.type, "PaymentSucceeded");
  assert.equal(said!.aggregateId, orderId);
  assert.deepEqual(said!.data, { paymentId: payment.id, orderId, amount: { minorUnits: 129_900, currency: "INR" } });
  await allDelivered();
});

test("a decline is a FAILED payment, and the order is paid with another card after it", async () => {
  const shopper = guest();
  const orderId = world.order(shopper);

  const { payment: declined } = await world.start(shopper, orderId, "tok_declined");
  const paid = await world.paid(shopper, orderId);

  assert.equal(declined.status, "FAILED");
  assert.equal(declined.failure.code, "DECLINED");
  assert.match(declined.failure.message, /bank/);
  assert.notEqual(paid.id, declined.id);
  assert.deepEqual(await saidOf(orderId), ["PaymentFailed", "PaymentSucceeded"]);
});

test("tok_slow stays PROCESSING until its time has come", async () => {
  const shopper = customer();
  const started = Date.now();

  const { payment } = await world.start(shopper, world.order(shopper), "tok_slow");
  const settled = await world.until(payment.id, "SUCCEEDED");

  assert.equal(payment.status, "PROCESSING");
  assert.equal(settled.status, "SUCCEEDED");
  assert.ok(Date.now() - started >= 50);
});

test("tok_3ds sends the buyer to a page; approved there, the payment succeeds and the buyer comes back", async () => {
  const shopper = customer();
  const returnUrl = "https://shop.example/checkout?step=3";

  const { payment } = await world.start(shopper, world.order(shopper), "tok_3ds", { returnUrl });
  const { page, approve } = await challengeOf(payment.nextAction.redirectUrl);
  const answer = await post(approve);
  const again = await post(approve);

  assert.equal(payment.status, "REQUIRES_ACTION");
  assert.equal(payment.nextAction.kind, "REDIRECT");
  assert.ok(payment.nextAction.redirectUrl.startsWith(`${world.url}/hooks/payments/sandbox/challenge/`));
  assert.ok(new Date(payment.nextAction.expiresAt) > new Date());
  assert.match(page, /Decline/);
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get("location"), `${returnUrl}&payment=${payment.id}`);
  assert.equal(again.status, 303);
  assert.equal((await world.until(payment.id, "SUCCEEDED")).nextAction, null);
  assert.equal((await (await fetch(payment.nextAction.redirectUrl)).text()).includes("Approve<"), false);
});

test("tok_3ds declined on the page, or not answered in time, fails", async () => {
  const shopper = customer();
  const { payment: declined } = await world.start(shopper, world.order(shopper), "tok_3ds");
  const { payment: late } = await world.start(shopper, world.order(shopper), "tok_3ds");

  const { decline } = await challengeOf(declined.nextAction.redirectUrl);
  const answer = await post(decline);
  await world.sql("UPDATE sandbox_charges SET due_at = now() - interval '1 minute' WHERE payment_id = $1", [late.id]);
  await world.runJob("sandbox settles what is due");
  const { approve } = await challengeOf(late.nextAction.redirectUrl).catch(() => ({ approve: undefined }));

  assert.equal(answer.status, 200);
  assert.equal((await world.until(declined.id, "FAILED")).failure.code, "AUTHENTICATION_FAILED");
  assert.equal((await world.until(late.id, "FAILED")).failure.code, "EXPIRED");
  assert.equal(approve, undefined);
});

test("a challenge that nobody was given, and what is no decision, is not found", async () => {
  const page = `${world.url}/hooks/payments/sandbox/challenge`;
  const shopper = customer();
  const { payment } = await world.start(shopper, world.order(shopper), "tok_3ds");

  const statuses = [
    (await fetch(`${page}/${randomUUID()}`)).status,
    (await fetch(`${page}/' OR 1=1`)).status,
    (await post(`${page}/${randomUUID()}/approve`)).status,
    (await post(`${payment.nextAction.redirectUrl}/steal`)).status,
  ];

  assert.deepEqual(statuses, [404, 404, 404, 404]);
  assert.equal((await world.payment(payment.id)).status, "REQUIRES_ACTION");
});

test("another payment gives up the one that waits for the buyer, at the provider too", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);

  const { payment: first } = await world.start(shopper, orderId, "tok_3ds");
  const second = await world.paid(shopper, orderId);
  const approved = await post(`${first.nextAction.redirectUrl}/approve`);

  assert.equal(approved.status, 200);
  assert.equal((await chargesOf(first.id))[0].status, "cancelled");
  assert.equal((await world.payment(first.id)).status, "CANCELLED");
  assert.equal((await world.payment(second.id)).status, "SUCCEEDED");
  assert.deepEqual(await saidOf(orderId), ["PaymentSucceeded"]);
});

test("nothing is due while a payment is PROCESSING, once it is paid, when the order is past its time or not PENDING", async () => {
  const shopper = customer();
  const processing = world.order(shopper);
  const paid = world.order(shopper);
  await world.start(shopper, processing, "tok_timeout_after_charge");
  await world.paid(shopper, paid);
  const orders = [
    processing,
    paid,
    world.order(shopper, { paymentDueBy: new Date(Date.now() - 1) }),
    world.order(shopper, { status: "CANCELLED" }),
    world.order(shopper, { minorUnits: 0 }),
  ];

  for (const orderId of orders) {
    const { payment, errors } = await world.start(shopper, orderId);

    assert.equal(payment, null);
    assert.equal(errors.length, 1);
    const { __typename, code, path, order } = errors[0];
    assert.deepEqual([__typename, code, path, order], ["NothingDueError", "NOTHING_DUE", ["orderId"], { id: orderId }]);
  }
  const [{ count }] = await world.sql(
    "SELECT count(*)::int AS count FROM payments p WHERE order_id IN " +
      "(SELECT order_id FROM order_accounts WHERE owner = $1)",
    [shopper.subject],
  );
  assert.equal(count, 2);
});

test("of many starts at once with keys of their own, one is charged", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);

  const answers = await Promise.all(Array.from({ length: 20 }, () => world.start(shopper, orderId)));

  const started = answers.filter(({ payment }) => payment);
  assert.equal(started.length, 1);
  assert.ok(answers.every(({ payment, errors }) => payment || errors[0].code === "NOTHING_DUE"));
  await world.until(started[0].payment.id, "SUCCEEDED");
  assert.deepEqual(await saidOf(orderId), ["PaymentSucceeded"]);
});

test("50 copies under one key are one payment and one charge; other arguments under it are refused; another caller's key is their own", async () => {
  const [shopper, other] = [customer(), customer()];
  const [orderId, othersOrder] = [world.order(shopper), world.order(other)];
  const idempotencyKey = randomUUID();
  const start = () => world.start(shopper, orderId, "tok_success", { idempotencyKey });

  const answers = await Promise.all(Array.from({ length: 50 }, start));
  const reused = await world.start(shopper, orderId, "tok_slow", { idempotencyKey });
  const others = await world.start(other, othersOrder, "tok_success", { idempotencyKey });
  await world.restart();
  world.change(orderId, { status: "CONFIRMED" });
  const afterRestart = await start();

  const ids = new Set(answers.map(({ payment }) => payment?.id));
  assert.equal(ids.size, 1);
  assert.deepEqual(new Set(answers.map(({ errors }) => errors.length)), new Set([0]));
  assert.equal(reused.errors[0].code, "IDEMPOTENCY_KEY_REUSED");
  assert.equal(reused.errors[0].retryable, false);
  assert.ok(others.payment.id && !ids.has(others.payment.id));
  assert.ok(ids.has(afterRestart.payment.id));
  await world.until([...ids][0]!, "SUCCEEDED");
  assert.deepEqual(await saidOf(orderId), ["PaymentSucceeded"]);
  assert.equal((await chargesOf([...ids][0]!)).length, 1);
});

test("an order that is unknown, malformed or another's is not found, in the same words", async () => {
  const shopper = customer();
  const others = world.order(customer());

  for (const orderId of [randomIds.next(PREFIXES.Order), others, "ord_1", "", randomIds.next(PREFIXES.Payment)]) {
    const { payment, errors } = await world.start(shopper, orderId);

    assert.equal(payment, null);
    const { __typename, code, path, id, message } = errors[0];
    assert.deepEqual([__typename, code, path, id], ["NotFoundError", "NOT_FOUND", ["orderId"], orderId]);
    assert.equal(message, "There is no such thing, or it is not yours.");
  }
  assert.equal((await world.start(serviceCaller("orders"), others)).errors[0].code, "NOT_FOUND");
  assert.deepEqual(await saidOf(others), []);
});

test("bad input is named by its path and nothing is kept", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const euros = world.order(shopper, { currency: "EUR" });
  const method = (provider: string, token: string) => ({ method: { token: { provider, token } } });

  for (const [order, more, path] of [
    [orderId, method("stripe", "tok_success"), "method.token.provider"],
    [orderId, method("", "tok_success"), "method.token.provider"],
    [orderId, method("sandbox", "tok_free"), "method.token.token"],
    [orderId, method("sandbox", "toString"), "method.token.token"],
    [orderId, method("sandbox", ""), "method.token.token"],
    [orderId, method("sandbox", "t".repeat(256)), "method.token.token"],
    [orderId, { idempotencyKey: "" }, "idempotencyKey"],
    [orderId, { idempotencyKey: "k".repeat(256) }, "idempotencyKey"],
    [orderId, { idempotencyKey: "a\0b" }, "idempotencyKey"],
    [euros, {}, "method.token.provider"],
  ] as const) {
    const { payment, errors } = await world.start(shopper, order, "tok_success", more);

    assert.equal(payment, null);
    assert.deepEqual(
      errors.map(({ code, path }: any) => [code, path.join(".")]),
      [["INVALID_INPUT", path]],
    );
  }
  for (const returnUrl of ["javascript:alert(1)", "ftp://shop.example", "/relative", "x".repeat(3_000)]) {
    const { errors } = await world.ask(
      `mutation ($input: PaymentStartInput!) { paymentStart(input: $input) { errors { __typename } } }`,
      { input: { orderId, ...method("sandbox", "tok_success"), idempotencyKey: "k", returnUrl } },
      shopper,
    );
    assert.match(errors![0]!.message, /URL must be/);
  }
  assert.deepEqual(await world.sql("SELECT * FROM order_accounts WHERE owner = $1", [shopper.subject]), []);
});

test("nobody pays without being somebody", async () => {
  const orderId = world.order(customer());
  const document = `mutation ($input: PaymentStartInput!) { paymentStart(input: $input) { errors { __typename } } }`;
  const method = { token: { provider: "sandbox", token: "tok_success" } };

  const { data, errors } = await world.ask(document, { input: { orderId, method, idempotencyKey: "k" } }, nobody);

  assert.equal(data ?? null, null);
  assert.equal(errors![0]!.extensions!["code"], "UNAUTHENTICATED");
});

test("an order takes 50 tries and no more", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  for (let n = 0; n < 50; n++) assert.deepEqual((await world.start(shopper, orderId, "tok_declined")).errors, []);

  const { errors } = await world.start(shopper, orderId);

  assert.deepEqual([errors[0].__typename, errors[0].code], ["LimitExceededError", "LIMIT_EXCEEDED"]);
});

test("a payment takes at most 8 statements to start, its webhook at most 9 with the sandbox's two", async (t) => {
  const shopper = customer();
  const orderId = world.order(shopper);
  world.advance(60_000);
  await world.runJob("sandbox settles what is due");
  await allDelivered();
  await world.setListening(false);

  const started = await countStatements(() => world.start(shopper, orderId));
  await world.setListening(true);
  world.advance(6_000);
  const settled = await countStatements(async () => {
    await world.runJob("sandbox settles what is due");
    await allDelivered();
  });

  const ofWebhook = settled.statements.filter((sql) => sql !== "SELECT id FROM sandbox_deliveries");
  assert.ok(started.statements.length <= 8, started.statements.join("\n"));
  assert.ok(ofWebhook.length <= 9, ofWebhook.join("\n"));
  assert.equal((await world.payment(started.result.payment.id)).status, "SUCCEEDED");
  t.diagnostic(`paymentStart ${started.statements.length}, its webhook ${ofWebhook.length} statements`);
});

test("what the buyer's token was is nowhere kept", async () => {
  const tables = ["payments", "idempotency", "sandbox_charges", "webhook_events", "outbox"];

  for (const table of tables) {
    assert.deepEqual(await world.sql(`SELECT * FROM ${table} AS t WHERE t::text LIKE '%tok\\_%'`), [], table);
  }
});

async function challengeOf(redirectUrl: string) {
  const response = await fetch(redirectUrl);
  const page = await response.text();
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(response.headers.get("content-security-policy")!, /default-src 'none'/);
  const actions = [...page.matchAll(/<form method="post" action="([^"]+)"/g)].map(([, action]) => action!);
  assert.equal(actions.length, 2, page);
  const [approve, decline] = actions.map((action) => new URL(action, redirectUrl).href);
  return { page, approve: approve!, decline: decline! };
}

function post(url: string): Promise<Response> {
  return fetch(url, { method: "POST", redirect: "manual" });
}
