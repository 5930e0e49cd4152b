import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { openOrders } from "#bin/subgraphs/orders.ts";
import type { Settings } from "#bin/world.ts";
import type { Clock } from "#kernel/clock.ts";
import type { SubgraphResult } from "#kernel/executor.ts";
import { type Id, randomIds } from "#kernel/id.ts";
import { type Caller, serviceCaller } from "#kernel/identity.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { type Neighbours, neighbours } from "./orders-neighbours.ts";
import { openTestSubgraph, testContext, type TestSubgraph } from "./subgraph.ts";

export interface OrdersWorld extends Neighbours {
  readonly subgraph: TestSubgraph;
  /** Runs like any clock, and can be put forward. */
  readonly clock: TestClock;
  ask(
    document: string,
    variables?: Record<string, unknown>,
    caller?: Caller,
    currency?: string,
  ): Promise<SubgraphResult>;
  /** The data of an operation that has no top-level error. */
  must(document: string, variables?: Record<string, unknown>, caller?: Caller, currency?: string): Promise<any>;
  /** A cart that nothing keeps from being ordered. */
  readyCart(caller: Caller, lines: readonly LineInput[], currency?: string): Promise<any>;
  update(caller: Caller, id: Id, ...actions: object[]): Promise<any>;
  place(caller: Caller, cartId: Id, more?: object): Promise<any>;
  /** Placed, and failing loudly when not. */
  placed(caller: Caller, lines: readonly LineInput[], currency?: string): Promise<any>;
  cancel(caller: Caller, id: Id, more?: object): Promise<any>;
  transition(caller: Caller, id: Id, to: string, more?: object): Promise<any>;
  /** Hands an event to its handler, as the messenger would. */
  hear(topic: string, type: string, data: object, id?: string): Promise<void>;
  runJob(name: string): Promise<void>;
  /** On the database as its owner, past every rule of the subgraph. */
  sql<Row = any>(text: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface LineInput {
  readonly variantId: Id;
  readonly quantity: number;
}

export interface TestClock extends Clock {
  advance(ms: number): void;
}

export const guest = (): Caller => ({ subject: randomIds.next(PREFIXES.Guest), scopes: [] });
export const customer = (): Caller => ({ subject: randomIds.next(PREFIXES.User), scopes: ["account"] });
export const support: Caller = {
  subject: randomIds.next(PREFIXES.User),
  scopes: ["account", "orders:read", "orders:write"],
};
export const reader: Caller = { subject: randomIds.next(PREFIXES.User), scopes: ["account", "orders:read"] };
export const payments = serviceCaller("payments");

export const INDIA = { name: "Asha Rao", line1: "12 MG Road", city: "Bengaluru", region: "KA", country: "IN" };
export const CALIFORNIA = { name: "Ann Lee", line1: "1 Main St", city: "Fresno", region: "CA", country: "US" };
export const TOTALS = `{ subtotal { minorUnits } discount { minorUnits } shipping { minorUnits } tax { minorUnits } total { minorUnits } pricesIncludeTax }`;
export const ERRORS = `errors {
  __typename ... on UserError { code message path } ... on StaleVersionError { currentVersion }
  ... on LimitExceededError { limit }
}`;
export const CART = `{
  id version currency email expiresAt lines { id quantity variant { id } unitPrice { minorUnits } total { minorUnits } }
  totals ${TOTALS} problems { code lineId }
}`;
export const ORDER = `{
  id number status cancelReason version email currency paymentDueBy placedAt totals ${TOTALS}
  lines { id sku title imageUrl quantity unitPrice { minorUnits } tax { minorUnits } total { minorUnits } options { name value } variant { id } product { id } }
  timeline { nodes { sequence fromStatus status actor note } }
  allowedTransitions { to blockedBy }
}`;
export const CART_CREATE = `mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart ${CART} warnings { code lineId } ${ERRORS} } }`;
export const CART_UPDATE = `mutation ($input: CartUpdateInput!) { cartUpdate(input: $input) { cart ${CART} warnings { code lineId } ${ERRORS} } }`;
export const CART_MERGE = `mutation ($input: CartMergeInput!) { cartMerge(input: $input) { cart ${CART} warnings { code lineId } ${ERRORS} } }`;
export const ORDER_PLACE = `mutation ($input: OrderPlaceInput!) { orderPlace(input: $input) { order ${ORDER} errors {
  __typename ... on UserError { code message path } ... on StaleVersionError { currentVersion }
  ... on CartNotReadyError { problems { code } } ... on OutOfStockError { variant { id } available }
  ... on PriceChangedError { totals ${TOTALS} } ... on IdempotencyError { retryable }
} } }`;
const MOVE_ERRORS = `errors {
  __typename ... on UserError { code message path } ... on StaleVersionError { currentVersion }
  ... on TransitionNotAllowedError { status allowed { to blockedBy } }
}`;
const ORDER_CANCEL = `mutation ($input: OrderCancelInput!) { orderCancel(input: $input) { order ${ORDER} ${MOVE_ERRORS} } }`;
const ORDER_TRANSITION = `mutation ($input: OrderTransitionInput!) { orderTransition(input: $input) { order ${ORDER} ${MOVE_ERRORS} } }`;

export interface OrdersWorldOptions {
  /** True: relay, handlers and jobs run; otherwise the test runs them itself. */
  readonly messenger?: boolean;
  readonly settings?: Partial<Settings>;
}

export async function openOrdersWorld({ messenger = false, settings }: OrdersWorldOptions = {}): Promise<OrdersWorld> {
  const around = neighbours();
  const clock = testClock();
  const subgraph = await openTestSubgraph("orders", openOrders, {
    neighbours: around.executors,
    messenger,
    clock,
    settings,
  });
  const owner = new pg.Client(subgraph.database.admin);
  await owner.connect();
  await owner.query("SET search_path = orders");

  const ask: OrdersWorld["ask"] = async (document, variables, caller, currency = "INR") =>
    JSON.parse(JSON.stringify(await subgraph.ask(document, variables, caller, { ...testContext, currency })));
  const must: OrdersWorld["must"] = async (...args) => {
    const { data, errors } = await ask(...args);
    assert.equal(errors, undefined, JSON.stringify(errors));
    return data;
  };
  const update: OrdersWorld["update"] = async (caller, id, ...actions) =>
    (await must(CART_UPDATE, { input: { id, actions } }, caller)).cartUpdate;
  const readyCart: OrdersWorld["readyCart"] = async (caller, lines, currency = "INR") => {
    const input = { currency, lines, idempotencyKey: randomUUID() };
    const { cart } = (await must(CART_CREATE, { input }, caller)).cartCreate;
    const setShippingAddress = currency === "USD" ? CALIFORNIA : INDIA;
    return (await update(caller, cart.id, { setEmail: "asha@shopper.example" }, { setShippingAddress })).cart;
  };
  const place: OrdersWorld["place"] = async (caller, cartId, more) =>
    (await must(ORDER_PLACE, { input: { cartId, idempotencyKey: randomUUID(), ...more } }, caller)).orderPlace;

  return {
    ...around,
    subgraph,
    clock,
    ask,
    must,
    update,
    readyCart,
    place,
    placed: async (caller, lines, currency) => {
      const { order, errors } = await place(caller, (await readyCart(caller, lines, currency)).id);
      assert.deepEqual(errors, []);
      return order;
    },
    cancel: async (caller, id, more) =>
      (await must(ORDER_CANCEL, { input: { id, idempotencyKey: randomUUID(), ...more } }, caller)).orderCancel,
    transition: async (caller, id, to, more) =>
      (await must(ORDER_TRANSITION, { input: { id, to, idempotencyKey: randomUUID(), ...more } }, caller))
        .orderTransition,
    hear: async (topic, type, data: any, id = randomUUID()) => {
      const event = { id, type, version: 1, aggregateId: data.orderId, sequence: 1, requestId: "test", data };
      await subgraph.opened.subgraph.handlers[topic]![type]!({ ...event, occurredAt: clock.now().toISOString() });
    },
    runJob: (name) => subgraph.opened.subgraph.jobs.find((job) => job.name === name)!.run(),
    sql: async (text, parameters) => (await owner.query(text, parameters)).rows as any,
    close: async () => {
      await owner.end();
      await subgraph.close();
    },
  };
}

function testClock(): TestClock {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    advance: (ms) => void (aheadMs += ms),
  };
}

/** What a successful payment of this order says. */
export function paymentOf(order: any): {
  paymentId: string;
  orderId: Id;
  amount: { minorUnits: number; currency: string };
} {
  const amount = { minorUnits: order.totals.total.minorUnits, currency: order.currency };
  return { paymentId: randomIds.next(PREFIXES.Payment), orderId: order.id, amount };
}
