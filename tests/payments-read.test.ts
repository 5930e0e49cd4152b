import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { randomIds } from "#kernel/id.ts";
import { type Caller, nobody, serviceCaller } from "#kernel/identity.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { countStatements } from "./support/count-statements.ts";
import { customer, guest, openPaymentsWorld, type PaymentsWorld, STAFF } from "./support/payments.ts";

let world: PaymentsWorld;
before(async () => {
  world = await openPaymentsWorld();
});
after(() => world.close());

const QUERY = `query ($id: ID!) { payment(id: $id) { id status amount { formatted } } }`;
const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  __typename
  ... on Order { payments { id status refunds { status } } }
  ... on Payment { id status order { id } }
} }`;

async function paymentsOf(orderIds: readonly string[], caller: Caller): Promise<any[]> {
  const representations = orderIds.map((id) => ({ __typename: "Order", id }));
  const { data, errors } = await world.ask(ENTITIES, { representations }, caller);
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data._entities.map(({ payments }: any) => payments);
}

test("a payment is for its owner and for staff; to others it is not there", async () => {
  const [shopper, visitor] = [customer(), guest()];
  const { id } = await world.paid(shopper, world.order(shopper));
  const { id: visitors } = await world.paid(visitor, world.order(visitor));

  const own = await world.ask(QUERY, { id }, shopper);
  const staffs = await world.ask(QUERY, { id }, STAFF);
  const guests = await world.ask(QUERY, { id: visitors }, visitor);

  assert.deepEqual(own.data.payment, { id, status: "SUCCEEDED", amount: { formatted: "₹1,299.00" } });
  assert.deepEqual(staffs.data, own.data);
  assert.equal(guests.data.payment.id, visitors);
  for (const caller of [
    customer(),
    guest(),
    visitor,
    nobody,
    serviceCaller("reviews"),
    { subject: null, scopes: [] },
  ]) {
    assert.deepEqual(await world.ask(QUERY, { id }, caller), { data: { payment: null } });
    const representations = [{ __typename: "Payment", id, status: "SUCCEEDED", owner: caller.subject }];
    const { data, errors } = await world.ask(ENTITIES, { representations }, caller);
    assert.deepEqual([data, errors], [{ _entities: [null] }, undefined]);
  }
  for (const unknown of [randomIds.next(PREFIXES.Payment), "pay_1", "", id.replace("pay", "ord")])
    assert.deepEqual(await world.ask(QUERY, { id: unknown }, shopper), { data: { payment: null } });
});

test("an order's payments come newest first; another's order and an unknown one look the same", async () => {
  const shopper = customer();
  const orderId = world.order(shopper);
  const { payment: first } = await world.start(shopper, orderId, "tok_declined");
  const { payment: second } = await world.start(shopper, orderId, "tok_declined");
  const third = await world.paid(shopper, orderId);
  const unpaid = world.order(shopper);
  const orders = [orderId, unpaid, randomIds.next(PREFIXES.Order), "ord_1", orderId];

  const own = await paymentsOf(orders, shopper);
  const staffs = await paymentsOf(orders, STAFF);
  const others = await paymentsOf(orders, customer());

  assert.deepEqual(
    own[0].map(({ id }: any) => id),
    [third.id, second.id, first.id],
  );
  assert.deepEqual(own.slice(1, 4), [[], [], []]);
  assert.deepEqual(own[4], own[0]);
  assert.deepEqual(staffs, own);
  assert.deepEqual(others, [[], [], [], [], []]);
});

test("payments of any number of orders are one statement, their refunds one more", async () => {
  const shopper = customer();
  const orders: string[] = [];
  for (let n = 0; n < 30; n++) {
    const orderId = world.order(shopper);
    await world.start(shopper, orderId, "tok_declined");
    orders.push(orderId);
  }

  for (const number of [1, 10, 30]) {
    const { statements, result } = await countStatements(() => paymentsOf(orders.slice(0, number), shopper));

    assert.equal(result.length, number);
    assert.ok(result.every((payments) => payments.length === 1));
    assert.equal(statements.length, 2, statements.join("\n"));
  }
});

test("ways to pay are those that take the request's currency", async () => {
  const providers = `{ paymentProviders { code name currencies } }`;
  const sandbox = [{ code: "sandbox", name: "Sandbox", currencies: ["INR", "USD"] }];

  assert.deepEqual((await world.ask(providers, {}, nobody)).data, { paymentProviders: sandbox });
  assert.deepEqual((await world.ask(providers, {}, nobody, "USD")).data, { paymentProviders: sandbox });
  assert.deepEqual((await world.ask(providers, {}, nobody, "EUR")).data, { paymentProviders: [] });
});

test("in production nobody pays with the sandbox's well-known tokens", async () => {
  const production = await openPaymentsWorld({ production: true });
  const shopper = customer();

  const { errors } = await production.start(shopper, production.order(shopper));
  const { data } = await production.ask("{ paymentProviders { code } }");
  const webhook = await production.webhook(JSON.stringify({ id: "1", type: "charge.succeeded" }));

  assert.deepEqual(errors[0].path, ["method", "token", "provider"]);
  assert.deepEqual(data, { paymentProviders: [] });
  assert.equal(webhook, 404);
  await production.close();
});
