import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import type { Caller } from "#kernel/identity.ts";
import { customer, guest, openOrdersWorld, type OrdersWorld, paymentOf, reader, support } from "./support/orders.ts";
import { testContext } from "./support/subgraph.ts";

const PROMPT_MS = 500;

let world: OrdersWorld;
before(async () => {
  world = await openOrdersWorld();
});
after(() => world.close());

const mug = () => ({ variantId: world.sell({ prices: { INR: 100 } }), quantity: 1 });

async function subscribe(
  caller: Caller,
  orderId: string,
  afterSequence?: number,
  signal = new AbortController().signal,
) {
  const document = `subscription ($orderId: ID!, $afterSequence: Int) { orderStatusChanged(orderId: $orderId, afterSequence: $afterSequence) {
    sequence fromStatus status occurredAt order { id status version lines { title variant { id } } allowedTransitions { to } }
  } }`;
  const variables = { orderId, afterSequence };
  return world.subgraph.executor.subscribe({
    document,
    variables,
    caller,
    context: testContext,
    signal,
    requestId: randomUUID(),
    deadlineAtMs: Infinity,
  });
}

async function watch(...args: Parameters<typeof subscribe>) {
  const stream = await subscribe(...args);
  assert.ok(Symbol.asyncIterator in stream, JSON.stringify(stream));
  const next = async () => {
    const { done, value } = await stream.next();
    return done ? undefined : JSON.parse(JSON.stringify(value)).data.orderStatusChanged;
  };
  return { stream, next };
}

test("first the present state, then each change as it comes, with the order as it is now", async () => {
  const buyer = guest();
  const order = await world.placed(buyer, [mug()]);
  const { stream, next } = await watch(buyer, order.id);

  const present = await next();
  const coming = next();
  await world.hear("payments", "PaymentSucceeded", paymentOf(order));
  const confirmed = await coming;
  await world.transition(support, order.id, "PROCESSING");
  await world.transition(support, order.id, "SHIPPED");
  const [third, fourth] = [await next(), await next()];
  await stream.return!();

  assert.deepEqual([present.sequence, present.fromStatus, present.status], [1, null, "PENDING"]);
  assert.equal(present.order.lines.length, 1);
  assert.deepEqual([confirmed.sequence, confirmed.status, confirmed.order.status], [2, "CONFIRMED", "CONFIRMED"]);
  assert.deepEqual([third.sequence, third.status, third.order.status], [3, "PROCESSING", "SHIPPED"]);
  assert.equal(fourth.sequence, 4);
});

test("a client that comes back with its last sequence misses nothing and sees nothing twice", async () => {
  const buyer = customer();
  const order = await world.placed(buyer, [mug()]);
  await world.hear("payments", "PaymentSucceeded", paymentOf(order));
  for (const to of ["PROCESSING", "SHIPPED", "DELIVERED"]) await world.transition(support, order.id, to);

  const all = await watch(buyer, order.id, 0);
  const rest = await watch(buyer, order.id, 3);
  const late = await watch(buyer, order.id);
  const sequences = async ({ next }: typeof all, count: number) => {
    const seen: number[] = [];
    while (seen.length < count) seen.push((await next()).sequence);
    return seen;
  };

  assert.deepEqual(await sequences(all, 5), [1, 2, 3, 4, 5]);
  assert.deepEqual(await sequences(rest, 2), [4, 5]);
  assert.deepEqual(await sequences(late, 1), [5]);
  for (const { stream } of [all, rest, late]) await stream.return!();
});

test("changes made while many watch reach each of them once and in order", async () => {
  const buyer = guest();
  const order = await world.placed(buyer, [mug()]);
  const watchers = await Promise.all(Array.from({ length: 20 }, () => watch(buyer, order.id, 0)));
  const seen = watchers.map(async ({ next }) =>
    [await next(), await next(), await next()].map(({ sequence }) => sequence),
  );

  await world.hear("payments", "PaymentSucceeded", paymentOf(order));
  await world.transition(support, order.id, "PROCESSING");

  for (const one of seen) assert.deepEqual(await one, [1, 2, 3]);
  for (const { stream } of watchers) await stream.return!();
});

test("unknown and another's orders are refused in the same words; staff may watch", async () => {
  const order = await world.placed(guest(), [mug()]);

  const refused = await Promise.all(
    [order.id, "ord_01h455vb4pex5vsknk084sn02q", "nonsense"].map((id) => subscribe(customer(), id)),
  );
  const nobody = await subscribe({ subject: null, scopes: [] }, order.id);
  const negative = await subscribe(reader, order.id, -1);
  const staff = await watch(reader, order.id);

  const told = refused.map((answer) =>
    "errors" in answer ? answer.errors?.map(({ message, extensions }) => [message, extensions]) : answer,
  );
  assert.deepEqual(told[1], told[0]);
  assert.deepEqual(told[2], told[0]);
  assert.equal(("errors" in refused[0]! && refused[0].errors?.[0]?.extensions?.code) || "", "BAD_USER_INPUT");
  assert.equal(("errors" in nobody && nobody.errors?.[0]?.extensions?.code) || "", "UNAUTHENTICATED");
  assert.equal(("errors" in negative && negative.errors?.[0]?.extensions?.argument) || "", "afterSequence");
  assert.equal((await staff.next()).status, "PENDING");
  await staff.stream.return!();
});

test("leaving ends the stream at once, though it waits for a change, and so does a lost connection", async () => {
  const buyer = guest();
  const order = await world.placed(buyer, [mug()]);
  const gone = new AbortController();
  const [left, cut] = [await watch(buyer, order.id, 1), await watch(buyer, order.id, 1, gone.signal)];
  const [waiting, alsoWaiting] = [left.next(), cut.next()];

  const began = Date.now();
  await left.stream.return!();
  gone.abort();

  assert.equal(await waiting, undefined);
  assert.equal(await alsoWaiting, undefined);
  assert.equal(await left.next(), undefined);
  assert.ok(Date.now() - began < PROMPT_MS);
});

test("a guest's stream ends when the order becomes a customer's", async () => {
  const [visitor, user] = [guest(), customer()];
  const order = await world.placed(visitor, [mug()]);
  const { next } = await watch(visitor, order.id, 1);
  const waiting = next();

  await world.must(
    `mutation ($input: CartMergeInput!) { cartMerge(input: $input) { errors { __typename } } }`,
    { input: { guestAccessToken: visitor.subject, idempotencyKey: randomUUID() } },
    user,
  );
  await world.hear("payments", "PaymentSucceeded", paymentOf(order));

  assert.equal(await waiting, undefined);
});
