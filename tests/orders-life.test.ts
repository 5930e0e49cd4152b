import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { serviceCaller } from "#kernel/identity.ts";
import { countStatements } from "./support/count-statements.ts";
import {
  customer,
  guest,
  openOrdersWorld,
  ORDER,
  type OrdersWorld,
  paymentOf,
  payments,
  reader,
  support,
} from "./support/orders.ts";

const CONFIRM_STATEMENTS_MAX = 8;
const ACCOUNT_STATEMENTS_MAX = 2;
const DUE_MS = 900_000;

let world: OrdersWorld;
before(async () => {
  world = await openOrdersWorld();
});
after(() => world.close());

const mug = () => ({ variantId: world.sell({ prices: { INR: 100, USD: 5 } }), quantity: 1 });
const read = async (id: string, caller = support) =>
  (await world.must(`query ($id: ID!) { order(id: $id) ${ORDER} }`, { id }, caller)).order;
const eventsOf = async (id: string) =>
  (await world.sql("SELECT event FROM outbox WHERE aggregate_id = $1 ORDER BY id", [id])).map(({ event }) => event);
const targets = (order: any) =>
  Object.fromEntries(order.allowedTransitions.map(({ to, blockedBy }: any) => [to, blockedBy.join()]));

test("a payment confirms the order once, however often it is told, and says so", async () => {
  const order = await world.placed(guest(), [mug()]);
  const eventId = randomUUID();

  await world.hear("payments", "PaymentSucceeded", paymentOf(order), eventId);
  await world.hear("payments", "PaymentSucceeded", paymentOf(order), eventId);
  await world.hear("payments", "PaymentSucceeded", paymentOf(order));

  const after = await read(order.id);
  assert.deepEqual([after.status, after.paymentDueBy, after.version], ["CONFIRMED", null, 2]);
  assert.deepEqual(after.timeline.nodes[1], {
    sequence: 2,
    fromStatus: "PENDING",
    status: "CONFIRMED",
    actor: "PAYMENTS",
    note: null,
  });
  assert.deepEqual(
    (await eventsOf(order.id)).map(({ type, sequence }) => [type, sequence]),
    [
      ["OrderPlaced", 1],
      ["OrderConfirmed", 2],
    ],
  );
});

test("a payment that is too small, of another currency or of nobody's order confirms nothing", async () => {
  const order = await world.placed(guest(), [mug()]);
  const { amount, ...rest } = paymentOf(order);

  await world.hear("payments", "PaymentSucceeded", {
    ...rest,
    amount: { ...amount, minorUnits: amount.minorUnits - 1 },
  });
  await world.hear("payments", "PaymentSucceeded", { ...rest, amount: { ...amount, currency: "USD" } });
  await world.hear("payments", "PaymentSucceeded", { ...rest, amount, orderId: "ord_01h455vb4pex5vsknk084sn02q" });

  assert.equal((await read(order.id)).status, "PENDING");
});

test("confirming takes few statements", async () => {
  const order = await world.placed(guest(), [mug()]);

  const { statements } = await countStatements(() => world.hear("payments", "PaymentSucceeded", paymentOf(order)));

  assert.ok(statements.length <= CONFIRM_STATEMENTS_MAX, statements.join("\n"));
});

test("own events move the stock: confirmed commits it, cancelled frees it", async () => {
  const [kept, dropped] = [await world.placed(guest(), [mug()]), await world.placed(guest(), [mug()])];

  await world.hear("orders", "OrderConfirmed", { orderId: kept.id });
  await world.hear("orders", "OrderCancelled", { orderId: dropped.id });
  await world.hear("orders", "OrderCancelled", { orderId: dropped.id });

  assert.equal(world.stock.stateOf(kept.id), "COMMITTED");
  assert.equal(world.stock.stateOf(dropped.id), "RELEASED");
});

test("staff take an order to the door; its owner watches and may not", async () => {
  const buyer = customer();
  const order = await world.placed(buyer, [mug()]);
  const early = await world.transition(support, order.id, "PROCESSING");
  await world.hear("payments", "PaymentSucceeded", paymentOf(order));

  const owners = targets(await read(order.id, buyer));
  const staffs = targets(await read(order.id, support));
  const readers = targets(await read(order.id, reader));
  for (const to of ["PROCESSING", "SHIPPED", "DELIVERED"]) {
    assert.deepEqual((await world.transition(support, order.id, to, { note: `now ${to}` })).errors, []);
  }
  const late = await world.transition(support, order.id, "CANCELLED");

  assert.deepEqual(targets(order), { CONFIRMED: "PAYMENT_DUE", CANCELLED: "" });
  assert.deepEqual(early.errors[0].code, "TRANSITION_NOT_ALLOWED");
  assert.equal(early.errors[0].status, "PENDING");
  assert.deepEqual(owners, { PROCESSING: "orders:write", CANCELLED: "", REFUNDED: "REFUND_DUE" });
  assert.deepEqual(staffs, { PROCESSING: "", CANCELLED: "", REFUNDED: "REFUND_DUE" });
  assert.deepEqual(readers, { PROCESSING: "orders:write", CANCELLED: "orders:write", REFUNDED: "REFUND_DUE" });
  assert.equal(late.errors[0].code, "TRANSITION_NOT_ALLOWED");
  const { timeline, version } = await read(order.id, buyer);
  assert.deepEqual(
    timeline.nodes.map(({ sequence, status }: any) => [sequence, status]),
    [
      [1, "PENDING"],
      [2, "CONFIRMED"],
      [3, "PROCESSING"],
      [4, "SHIPPED"],
      [5, "DELIVERED"],
    ],
  );
  assert.equal(timeline.nodes[4].note, "now DELIVERED");
  assert.equal(version, 5);
});

test("its owner cancels until it is processed, staff until it is shipped, and everybody's reason is told", async () => {
  const buyer = customer();
  const orders = [
    await world.placed(buyer, [mug()]),
    await world.placed(buyer, [mug()]),
    await world.placed(buyer, [mug()]),
  ];
  const [mine, theirs, processed] = orders;
  await world.hear("payments", "PaymentSucceeded", paymentOf(processed));
  await world.transition(support, processed.id, "PROCESSING");

  const own = await world.cancel(buyer, mine.id, { note: "changed my mind" });
  const staffs = await world.cancel(support, theirs.id);
  const tooLate = await world.cancel(buyer, processed.id);
  const inTime = await world.transition(support, processed.id, "CANCELLED");
  const again = await world.cancel(buyer, mine.id);

  assert.deepEqual([own.order.status, own.order.cancelReason, own.order.paymentDueBy], ["CANCELLED", "CUSTOMER", null]);
  assert.equal(own.order.timeline.nodes[1].note, "changed my mind");
  assert.equal(staffs.order.cancelReason, "STAFF");
  assert.equal(tooLate.errors[0].code, "TRANSITION_NOT_ALLOWED");
  assert.equal(inTime.order.cancelReason, "STAFF");
  assert.equal(again.errors[0].code, "TRANSITION_NOT_ALLOWED");
  assert.deepEqual(again.errors[0].allowed, []);
  assert.equal((await eventsOf(mine.id))[1].data.reason, "CUSTOMER");
});

test("a cancellation is done once under its key, and refused with a stale version or other arguments", async () => {
  const buyer = guest();
  const order = await world.placed(buyer, [mug()]);
  const idempotencyKey = randomUUID();

  const stale = await world.cancel(buyer, order.id, { expectedVersion: 7, idempotencyKey });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => world.cancel(buyer, order.id, { idempotencyKey })),
  );
  const other = await world.cancel(buyer, order.id, { note: "other", idempotencyKey });

  assert.deepEqual([stale.errors[0].code, stale.errors[0].currentVersion], ["STALE_VERSION", 1]);
  assert.ok(answers.every(({ order: now, errors }) => errors.length === 0 && now.version === 2));
  assert.equal(other.errors[0].code, "IDEMPOTENCY_KEY_REUSED");
});

test("payment and cancellation at once leave one story", async () => {
  for (let round = 0; round < 5; round++) {
    const buyer = guest();
    const order = await world.placed(buyer, [mug()]);
    await Promise.all([world.hear("payments", "PaymentSucceeded", paymentOf(order)), world.cancel(buyer, order.id)]);
    const { status, timeline } = await read(order.id);
    assert.equal(status, "CANCELLED");
    assert.deepEqual(
      timeline.nodes.map(({ sequence }: any) => sequence),
      timeline.nodes.map((_: any, n: number) => n + 1),
    );
  }
});

test("an order is refunded when nothing of its money is left, and a cancelled one stays cancelled", async () => {
  const [order, cancelled] = [await world.placed(guest(), [mug()]), await world.placed(guest(), [mug()])];
  for (const one of [order, cancelled]) await world.hear("payments", "PaymentSucceeded", paymentOf(one));
  await world.cancel(support, cancelled.id);
  const refund = (orderId: string, orderFullyRefunded: boolean) =>
    world.hear("payments", "RefundSucceeded", { refundId: "rfd_1", orderId, orderFullyRefunded });

  await refund(order.id, false);
  const partly = await read(order.id);
  await refund(order.id, true);
  await refund(cancelled.id, true);

  assert.equal(partly.status, "CONFIRMED");
  assert.equal((await read(order.id)).status, "REFUNDED");
  assert.deepEqual(targets(await read(order.id)), {});
  assert.equal((await read(cancelled.id)).status, "CANCELLED");
});

test("an order that is not paid in time is cancelled once, and a payment after that changes nothing", async () => {
  const orders = await Promise.all(Array.from({ length: 5 }, () => world.placed(guest(), [mug()])));
  const [paid, ...unpaid] = orders;
  await world.hear("payments", "PaymentSucceeded", paymentOf(paid));
  world.clock.advance(DUE_MS - 60_000);
  await world.runJob("expire orders");
  const before = await Promise.all(unpaid.map(({ id }) => read(id)));

  world.clock.advance(60_001);
  await Promise.all(Array.from({ length: 4 }, () => world.runJob("expire orders")));
  await world.hear("payments", "PaymentSucceeded", paymentOf(unpaid[0]));

  assert.ok(before.every(({ status }) => status === "PENDING"));
  assert.equal((await read(paid.id)).status, "CONFIRMED");
  for (const { id } of unpaid) {
    const { status, cancelReason, timeline } = await read(id);
    assert.deepEqual([status, cancelReason], ["CANCELLED", "PAYMENT_EXPIRED"]);
    assert.deepEqual(
      timeline.nodes.map(({ actor }: any) => actor),
      ["CUSTOMER", "CLOCK"],
    );
    assert.deepEqual(
      (await eventsOf(id)).map(({ type }) => type),
      ["OrderPlaced", "OrderCancelled"],
    );
  }
  const { statements } = await countStatements(() => world.runJob("expire orders"));
  assert.equal(statements.length, 1, "nothing due: one statement");
});

test("an order is seen by its owner and staff; for everybody else it is not there", async () => {
  const [buyer, stranger] = [guest(), guest()];
  const order = await world.placed(buyer, [mug()]);
  const query = `query ($id: ID!, $number: String!, $of: [_Any!]!) {
    order(id: $id) { id } orderByNumber(number: $number) { id } _entities(representations: $of) { ... on Order { email } }
  }`;
  const seen = async (id: string, number: string, caller?: any) => {
    const {
      order: one,
      orderByNumber,
      _entities,
    } = await world.must(query, { id, number, of: [{ __typename: "Order", id, email: "mallory@x.example" }] }, caller);
    return [one?.id ?? null, orderByNumber?.id ?? null, _entities[0]?.email ?? null];
  };
  const typed = ` ${order.number.toLowerCase().replace("-", "")} `;

  assert.deepEqual(await seen(order.id, typed, buyer), [order.id, order.id, "asha@shopper.example"]);
  assert.deepEqual(await seen(order.id, typed, reader), [order.id, order.id, "asha@shopper.example"]);
  for (const [id, number, caller] of [
    [order.id, order.number, stranger],
    [order.id, order.number, undefined],
    [order.id, order.number, serviceCaller("reviews")],
    ["ord_01h455vb4pex5vsknk084sn02q", "AAAA-AAAA", buyer],
    [`crt_${order.id.slice(4)}`, "nonsense", buyer],
    ["", "", buyer],
  ] as const)
    assert.deepEqual(await seen(id, number, caller), [null, null, null]);
  const { errors } = await world.cancel(stranger, order.id);
  const unknown = await world.cancel(stranger, "ord_01h455vb4pex5vsknk084sn02q");
  assert.deepEqual(errors, unknown.errors);
  assert.equal(errors[0].code, "NOT_FOUND");
  assert.equal((await world.cancel(reader, order.id)).errors[0].code, "TRANSITION_NOT_ALLOWED");
});

test("staff mutations and lists need their scopes", async () => {
  const order = await world.placed(guest(), [mug()]);
  const move = `mutation ($input: OrderTransitionInput!) { orderTransition(input: $input) { order { id } } }`;
  const input = { id: order.id, to: "CANCELLED", idempotencyKey: randomUUID() };

  const codes = async (document: string, caller?: any) =>
    (await world.ask(document, { input }, caller)).errors?.map(({ extensions }) => extensions?.code);

  assert.deepEqual(await codes(move), ["UNAUTHENTICATED"]);
  assert.deepEqual(await codes(move, customer()), ["FORBIDDEN"]);
  assert.deepEqual(await codes(move, reader), ["FORBIDDEN"]);
  assert.deepEqual(await codes(`{ orders { nodes { id } } }`, customer()), ["FORBIDDEN"]);
  assert.deepEqual(await codes(`{ payableOrder(orderId: "${order.id}") { orderId } }`, support), ["FORBIDDEN"]);
  assert.deepEqual(await codes(`{ hasReceivedProduct(customerId: "usr_1", productId: "prd_1") }`, payments), [
    "FORBIDDEN",
  ]);
  assert.equal((await read(order.id)).status, "PENDING");
});

test("payments learns what is to be paid, reviews who received what", async () => {
  const buyer = customer();
  const line = mug();
  const order = await world.placed(buyer, [line]);
  const payable = async (orderId: string) =>
    (
      await world.must(
        `query ($id: ID!) { payableOrder(orderId: $id) { orderId owner status total { minorUnits currency } paymentDueBy } }`,
        { id: orderId },
        payments,
      )
    ).payableOrder;
  const received = async (customerId: string) =>
    (
      await world.must(
        `query ($c: ID!, $p: ID!) { hasReceivedProduct(customerId: $c, productId: $p) }`,
        { c: customerId, p: world.productOf(line.variantId) },
        serviceCaller("reviews"),
      )
    ).hasReceivedProduct;

  assert.deepEqual(await payable(order.id), {
    orderId: order.id,
    owner: buyer.subject,
    status: "PENDING",
    total: { minorUnits: 10_000, currency: "INR" },
    paymentDueBy: order.paymentDueBy,
  });
  assert.equal(await payable("ord_01h455vb4pex5vsknk084sn02q"), null);
  await world.hear("payments", "PaymentSucceeded", paymentOf(order));
  for (const to of ["PROCESSING", "SHIPPED"]) await world.transition(support, order.id, to);
  assert.equal(await received(buyer.subject!), false);
  await world.transition(support, order.id, "DELIVERED");
  assert.equal(await received(buyer.subject!), true);
  assert.equal(await received(customer().subject!), false);
});

test("a customer's orders come newest first, in the same few statements for one and for ten", async () => {
  const buyer = customer();
  const account = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { orders(first: 10) {
    nodes { id number status totals { total { formatted } } lines { title imageUrl quantity variant { id } } } pageInfo { hasNextPage }
  } } } }`;
  const of = [{ __typename: "User", id: buyer.subject }];
  const placed: string[] = [];
  const counts: number[] = [];
  for (const size of [1, 10]) {
    while (placed.length < size) placed.unshift((await world.placed(buyer, [mug(), mug()])).id);

    const { result, statements } = await countStatements(() => world.must(account, { of }, buyer));

    assert.deepEqual(
      result._entities[0].orders.nodes.map(({ id }: any) => id),
      placed,
    );
    assert.ok(result._entities[0].orders.nodes.every(({ lines }: any) => lines.length === 2));
    counts.push(statements.length);
  }
  assert.ok(
    counts.every((count) => count <= ACCOUNT_STATEMENTS_MAX),
    counts.join(),
  );
  for (const caller of [guest(), customer()]) {
    const { _entities } = await world.must(account, { of }, caller);
    assert.equal(_entities[0]?.orders ?? null, null);
  }
  assert.equal((await world.must(account, { of }, reader))._entities[0].orders.nodes.length, 10);
});
