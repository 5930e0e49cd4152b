import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { type Agora, createAgora } from "../agora.ts";
import type { ProductDetailsFragment } from "../generated/graphql.ts";
import { accepted } from "../outcome.ts";
import { run } from "./run.ts";

const USAGE = "node clients/sdk/examples/shopper-journey.ts [URL] [--pause SECONDS]";
const ADDRESS = {
  name: "Asha Rao",
  line1: "12 MG Road",
  city: "Bengaluru",
  region: "KA",
  postalCode: "560001",
  country: "IN",
};

/** A whole purchase: find, fill the cart as a guest, register, order, pay, and watch until it is confirmed. */
await run(USAGE, async () => {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { pause: { type: "string" } } });
  const [url = "http://127.0.0.1:4000"] = positionals;
  const agora = createAgora({ url });

  const { product, variant } = await findSomething(agora);
  console.log(`Found     ${product.title} (${variant.sku}), ${variant.price?.formatted}`);

  const { cart: guestCart } = accepted(await agora.cart.add(variant.id));
  console.log(`Cart      ${guestCart.lines.length} line as a guest, ${guestCart.totals.total.formatted}`);

  const login = { email: `${randomUUID()}@shopper.example`, password: randomUUID() };
  accepted(await agora.account.register({ ...login, name: ADDRESS.name }));
  console.log(`Account   ${login.email} (the guest's cart came along)`);

  const { cart } = accepted(await agora.cart.setDetails({ email: login.email, shippingAddress: ADDRESS }));
  const order = accepted(await agora.checkout.placeOrder(cart));
  console.log(`Order     ${order.number}, ${order.totals.total.formatted}`);
  console.log(`Watch it  ${watchCommand(url, order.id, login)}`);

  await new Promise((resolve) => setTimeout(resolve, Number(values.pause ?? 0) * 1_000));
  for await (const { sequence, status } of agora.watchOrder(order.id)) {
    console.log(`Status    ${sequence}. ${status}`);
    if (status === "CONFIRMED") break;
    if (status !== "PENDING") throw new Error(`The order is ${status}.`);
    const payment = accepted(await agora.checkout.pay({ orderId: order.id, token: "tok_success" }));
    console.log(`Payment   ${payment.amount.formatted}, ${payment.status}`);
  }
  await agora.close();
});

/** The first thing in the shop that can be bought right now. */
async function findSomething(agora: Agora) {
  for await (const { items } of agora.catalog.listing({ pageSize: 10 })) {
    for (const { slug } of items) {
      const product = await agora.catalog.product({ slug });
      const variant = product?.variants.find(isForSale);
      if (product && variant) return { product, variant };
    }
  }
  throw new Error("Everything is sold out.");
}

function isForSale({ price, availability }: ProductDetailsFragment["variants"][number]): boolean {
  return price !== null && (availability?.orderableQuantity ?? 0) > 0;
}

function watchCommand(url: string, orderId: string, { email, password }: { email: string; password: string }): string {
  return `node clients/sdk/examples/order-watcher.ts ${url} ${orderId} --email ${email} --password ${password}`;
}
