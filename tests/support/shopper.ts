import { randomUUID } from "node:crypto";
import { seededId } from "#kernel/id.ts";
import type { Client } from "./client.ts";
import { eventually } from "./eventually.ts";

/** The steps of a purchase, as tests need them. Every step fails loudly when it is refused. */
export const ADDRESS = {
  name: "Asha Rao",
  line1: "12 MG Road",
  city: "Bengaluru",
  region: "KA",
  postalCode: "560001",
  country: "IN",
};
const ERRORS = `errors { __typename ... on UserError { code message path } }`;
export const ORDER = `order { id number status totals { total { minorUnits currency } } lines { sku quantity } }`;

export function variantId(sku: string): string {
  return seededId("var", sku);
}

export async function fillCart(
  client: Client,
  lines: { sku: string; quantity: number }[],
  currency = "INR",
): Promise<{ id: string; version: number; total: bigint }> {
  const input = {
    currency,
    lines: lines.map(({ sku, quantity }) => ({ variantId: variantId(sku), quantity })),
    idempotencyKey: randomUUID(),
  };
  const created = await client.must(
    `mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } ${ERRORS} } }`,
    { input },
  );
  refuseErrors(created.cartCreate);
  const actions = [{ setEmail: "asha@shopper.example" }, { setShippingAddress: ADDRESS }];
  const updated = await client.must(
    `mutation ($input: CartUpdateInput!) { cartUpdate(input: $input) { cart { id version totals { total { minorUnits } } } ${ERRORS} } }`,
    { input: { id: created.cartCreate.cart.id, actions } },
  );
  refuseErrors(updated.cartUpdate);
  const { cart } = updated.cartUpdate;
  return { id: cart.id, version: cart.version, total: cart.totals.total.minorUnits };
}

export const ORDER_PLACE = `mutation ($input: OrderPlaceInput!) {
  orderPlace(input: $input) { ${ORDER} errors { __typename ... on UserError { code message path } ... on OutOfStockError { available } } }
}`;

export async function placeOrder(
  client: Client,
  cartId: string,
  idempotencyKey: string = randomUUID(),
): Promise<{ id: string; number: string; status: string }> {
  const { orderPlace } = await client.must(ORDER_PLACE, { input: { cartId, idempotencyKey } });
  refuseErrors(orderPlace);
  return orderPlace.order;
}

export const PAYMENT_START = `mutation ($input: PaymentStartInput!) {
  paymentStart(input: $input) { payment { id status nextAction { redirectUrl } failure { code } } ${ERRORS} }
}`;

export async function pay(
  client: Client,
  orderId: string,
  token = "tok_success",
): Promise<{ id: string; status: string; nextAction: { redirectUrl: string } | null }> {
  const input = {
    orderId,
    method: { token: { provider: "sandbox", token } },
    returnUrl: "http://127.0.0.1/return",
    idempotencyKey: randomUUID(),
  };
  const { paymentStart } = await client.must(PAYMENT_START, { input });
  refuseErrors(paymentStart);
  return paymentStart.payment;
}

export async function orderStatus(client: Client, id: string): Promise<string> {
  return (await client.must(`query ($id: ID!) { order(id: $id) { status } }`, { id })).order.status;
}

export async function untilStatus(client: Client, id: string, status: string, timeoutMs = 15_000): Promise<void> {
  await eventually(async () => {
    const now = await orderStatus(client, id);
    if (now !== status) throw new Error(`The order is ${now}, not ${status}`);
  }, timeoutMs);
}

/** Moves an order along as staff. */
export async function transition(staff: Client, id: string, ...states: string[]): Promise<void> {
  for (const to of states) {
    const { orderTransition } = await staff.must(
      `mutation ($input: OrderTransitionInput!) { orderTransition(input: $input) { order { status } ${ERRORS} } }`,
      { input: { id, to, idempotencyKey: randomUUID() } },
    );
    refuseErrors(orderTransition);
  }
}

function refuseErrors(payload: { errors: unknown[] }): void {
  if (payload.errors.length > 0) throw new Error(JSON.stringify(payload.errors));
}
