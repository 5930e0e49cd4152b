import { randomUUID } from "node:crypto";
import { Pool } from "undici";
import { type Client, guest, register } from "#tests/support/client.ts";
import { fillCart, ORDER_PLACE, pay, placeOrder, untilStatus, variantId } from "#tests/support/shopper.ts";

/** One thing people do in a shop. */
export interface Scenario {
  readonly name: string;
  /** What one operation is: a single request, or several in a row. */
  readonly perform: (connection: number) => Promise<void>;
  /** A single request's answer, for the bare server; absent where there is no one answer. */
  readonly answer?: string;
}

const CONNECTIONS_MAX = 32;

const PRODUCT_PAGE = `{ productBySlug(slug: "raga-wireless-headphones") {
  title description brand { name } images { url altText } categories { name } options { name values }
  variants { sku title price { minorUnits formatted } availability { status orderableQuantity } }
  rating { count average } reviews(first: 10) { nodes { stars title body authorName createdAt } } } }`;
const LISTING = `{ products(first: 24) { nodes { title slug images { url } priceRange { min { formatted } } rating { average count } } pageInfo { hasNextPage endCursor } } }`;
const ACCOUNT_PAGE = `{ me { name orders(first: 10) { nodes { number status placedAt totals { total { formatted } }
  lines { title quantity product { title images { url } } } payments { status amount { formatted } } } } } }`;
const CART_UPDATE = `mutation ($input: CartUpdateInput!) { cartUpdate(input: $input) {
  cart { version lines { quantity variant { title } unitPrice { formatted } } totals { total { formatted } } } errors { ... on UserError { message } } } }`;
const WATCH = `subscription ($id: ID!) { orderStatusChanged(orderId: $id) { status } }`;

export async function scenarios(url: string): Promise<Scenario[]> {
  const pool = new Pool(url, { connections: CONNECTIONS_MAX });
  const post = async (query: string, client?: Client, variables: object = {}): Promise<string> => {
    const authorization = client?.token ? { authorization: `Bearer ${client.token}` } : {};
    const headers = { "content-type": "application/json", ...authorization };
    const { body, statusCode } = await pool.request({
      method: "POST",
      path: "/graphql",
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const text = await body.text();
    if (statusCode !== 200 || text.includes('"errors":[{')) throw new Error(text.slice(0, 500));
    return text;
  };
  const reading = async (name: string, query: string, client?: Client): Promise<Scenario> => {
    return { name, answer: await post(query, client), perform: async () => void (await post(query, client)) };
  };

  const customer = await register(url);
  for (let n = 0; n < 10; n++) {
    const lines = ["USBC-1M", "MUG-IND", "TEE-WHT-M"].map((sku) => ({ sku, quantity: 1 }));
    const order = await placeOrder(customer, (await fillCart(customer, lines)).id);
    await pay(customer, order.id);
    await untilStatus(customer, order.id, "CONFIRMED");
  }
  const guests = await Promise.all(Array.from({ length: CONNECTIONS_MAX }, () => guest(url)));
  const carts = await Promise.all(guests.map((client) => fillCart(client, [{ sku: "USBC-2M", quantity: 1 }])));
  const addToCart = (connection: number) => {
    const actions = [{ addLine: { variantId: variantId("USBC-1M"), quantity: 1 } }];
    return post(CART_UPDATE, guests[connection], { input: { id: carts[connection]!.id, actions } });
  };
  return [
    await reading("product page", PRODUCT_PAGE),
    await reading("listing of 24", LISTING),
    await reading("account page", ACCOUNT_PAGE, customer),
    {
      name: "add to cart",
      answer: await addToCart(0),
      perform: async (connection) => void (await addToCart(connection)),
    },
    { name: "full checkout", perform: () => checkout(url) },
  ];
}

/** From a guest's first request to CONFIRMED, seen on the websocket. */
async function checkout(url: string): Promise<void> {
  const client = await guest(url);
  const cart = await fillCart(client, [{ sku: "USBC-3M", quantity: 1 }]);
  const { orderPlace } = await client.must(ORDER_PLACE, { input: { cartId: cart.id, idempotencyKey: randomUUID() } });
  if (!orderPlace.order) throw new Error(JSON.stringify(orderPlace.errors));
  const watch = client.live();
  const events = watch.iterate<any>({ query: WATCH, variables: { id: orderPlace.order.id } });
  await events.next();
  await pay(client, orderPlace.order.id);
  for await (const { data } of events) if (data!.orderStatusChanged.status === "CONFIRMED") break;
  await watch.dispose();
}
