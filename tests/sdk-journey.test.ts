import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type Agora, createAgora } from "#clients/sdk/agora.ts";
import { accepted } from "#clients/sdk/outcome.ts";
import { signIn } from "./support/client.ts";
import { cuttableLine } from "./support/cuttable-line.ts";
import { eventually } from "./support/eventually.ts";
import { example, finished } from "./support/example.ts";
import { inShapes } from "./support/shapes.ts";
import { ADDRESS, transition, variantId } from "./support/shopper.ts";

/** Short enough that every test here lives through the end of a token. */
const ACCESS_TOKEN_SECONDS = 4;
const SHOPPER = "clients/sdk/examples/shopper-journey.ts";
const WATCHER = "clients/sdk/examples/order-watcher.ts";
const PARTNER = "clients/sdk/examples/partner-introspection.ts";

inShapes(
  (platform, test) => {
    test("the shopper's example finds, registers, orders, pays and sees the order confirmed", async () => {
      const { code, output } = await finished(example(SHOPPER, platform().url));

      assert.equal(code, 0, output);
      assert.match(output, /^Found .*\nCart .*\nAccount .*\nOrder .*\nWatch it .*\nStatus +1\. PENDING\n/);
      assert.match(output, /Status +2\. CONFIRMED\n$/);
    });

    test("the watcher's example follows an order across cut lines, to the door", async () => {
      const { url, logins } = platform();
      const staff = await signIn(url, logins.SUPPORT);
      const { agora, login } = await customer(url);
      const order = await orderOf(agora, "MUG-IND");
      const line = await cuttableLine(url);
      const credentials = ["--email", login.email, "--password", login.password];

      const watcher = example(WATCHER, line.url, order.id, ...credentials);
      const ended = finished(watcher);
      await eventually(() => assert.match(watcher.output(), /PENDING/));
      line.cut();
      await agora.checkout.pay({ orderId: order.id, token: "tok_success" });
      await eventually(() => assert.match(watcher.output(), /CONFIRMED/));
      line.cut();
      await transition(staff, order.id, "PROCESSING", "SHIPPED", "DELIVERED");
      const { code, output } = await ended;

      assert.equal(code, 0, output);
      const seen = output
        .trim()
        .split("\n")
        .map((text) => text.replace(/^(\d+)\..* /, "$1 "));
      assert.deepEqual(seen, ["1 PENDING", "2 CONFIRMED", "3 PROCESSING", "4 SHIPPED", "5 DELIVERED"]);
      await Promise.all([line.stop(), agora.close()]);
    });

    test("the partner's example learns the API from itself and asks it something", async () => {
      const { code, output } = await finished(example(PARTNER, platform().url));

      assert.equal(code, 0, output);
      assert.match(output, /^\d{2,} types\. Queries:\n/);
      assert.match(output, /\n {2}productBySlug: Product – /);
      assert.match(output, /\n\w+ sells in INR, for example:\n( {2}.+, from ₹[\d,.]+\n){3}$/);
    });

    test("a watch lives through the end of its token and a restart of the shop", async () => {
      const { agora } = await customer(platform().url);
      const order = await orderOf(agora, "TAWA-26");
      const seen: string[] = [];
      const watching = (async () => {
        for await (const { sequence, status } of agora.watchOrder(order.id)) {
          seen.push(`${sequence} ${status}`);
          if (status === "CONFIRMED") break;
        }
      })();
      await eventually(() => assert.deepEqual(seen, ["1 PENDING"]));

      await wait(1_000 * ACCESS_TOKEN_SECONDS + 500);
      await platform().restart();
      accepted(await agora.checkout.pay({ orderId: order.id, token: "tok_success" }));
      await watching;

      assert.deepEqual(seen, ["1 PENDING", "2 CONFIRMED"]);
      await agora.close();
    });

    test("what a guest put into the cart is merged with the customer's own, and shows on the account page", async () => {
      const { url } = platform();
      const { agora: own, login } = await customer(url);
      accepted(await own.cart.add(variantId("KULHAD-6"), 2));
      const visitor = createAgora({ url });
      accepted(await visitor.cart.add(variantId("KULHAD-6")));
      accepted(await visitor.cart.add(variantId("TOTE-NAT"), 3));

      const { merged } = accepted(await visitor.account.signIn(login));

      const { cart } = accepted(merged!);
      assert.deepEqual(cart.lines.map(({ variant, quantity }) => [variant?.sku, quantity]).sort(), [
        ["KULHAD-6", 3],
        ["TOTE-NAT", 3],
      ]);
      const order = await ordered(visitor);
      const [page] = await Array.fromAsync(visitor.orders.list({ pageSize: 10 }));
      assert.deepEqual(
        page?.items.map(({ id, status }) => [id, status]),
        [[order.id, "PENDING"]],
      );
      assert.ok(page?.items[0]?.lines.every(({ product }) => product && product.images.length > 0));
      assert.equal(accepted(await visitor.orders.cancel(order.id)).status, "CANCELLED");
      assert.equal(await own.cart.current(), null);
      await visitor.account.signOut();
      assert.equal(await visitor.account.me(), null);
    });

    test("3-D Secure is followed by the app's own callback; after a decline another card pays", async () => {
      const agora = createAgora({ url: platform().url, currency: "USD" });
      accepted(await agora.cart.add(variantId("USBC-1M")));
      const order = await ordered(agora);
      assert.equal(order.totals.total.currency, "USD");

      const declined = accepted(await agora.checkout.pay({ orderId: order.id, token: "tok_declined" }));
      await eventually(async () => {
        const payment = await agora.checkout.payment(declined.id);
        assert.deepEqual([payment?.status, payment?.failure?.code], ["FAILED", "DECLINED"]);
      });
      let opened = "";
      accepted(
        await agora.checkout.pay({
          orderId: order.id,
          token: "tok_3ds",
          returnUrl: "http://127.0.0.1/return",
          followRedirect: async (url) => {
            opened = url;
            await approve(url);
          },
        }),
      );

      assert.ok(opened);
      for await (const { status } of agora.watchOrder(order.id)) if (status === "CONFIRMED") break;
      await agora.close();
    });

    test("refusals come back typed, and an edit meets another device's", async () => {
      const { url } = platform();
      const { agora, login } = await customer(url);
      const phone = createAgora({ url });
      accepted(await phone.account.signIn(login));
      accepted(await agora.cart.add(variantId("MUG-IND")));
      accepted(await phone.cart.add(variantId("MUG-IND"), 2));

      const { cart } = accepted(await agora.cart.add(variantId("TAWA-26")));
      assert.deepEqual(cart.lines.map(({ quantity }) => quantity).sort(), [1, 3]);

      const unready = await agora.checkout.placeOrder(cart);
      const [refusal] = unready.ok ? [] : unready.refusals;
      assert.ok(refusal?.__typename === "CartNotReadyError", JSON.stringify(unready));
      assert.deepEqual(refusal.problems.map(({ code }) => code).sort(), ["EMAIL_MISSING", "SHIPPING_ADDRESS_MISSING"]);
      const taken = await createAgora({ url }).account.register(login);
      assert.equal(taken.ok ? undefined : taken.refusals[0].__typename, "EmailTakenError");
    });

    test("listings are walked page by page to their end", async () => {
      const agora = createAgora({ url: platform().url });
      const slugs: string[] = [];
      for await (const { items } of agora.catalog.listing({ pageSize: 7 }))
        slugs.push(...items.map(({ slug }) => slug));

      assert.ok(slugs.length > 7);
      assert.equal(new Set(slugs).size, slugs.length);
      const product = await agora.catalog.product({ slug: slugs[0]! });
      const [category] = product!.categories;
      const pages = await Array.fromAsync(agora.catalog.listing({ category: category!.slug, pageSize: 100 }));
      assert.ok(pages.some(({ items }) => items.some(({ slug }) => slug === slugs[0])));
      assert.equal((await agora.catalog.category(category!.slug))?.name, category!.name);
    });
  },
  { env: { AGORA_ACCESS_TOKEN_SECONDS: `${ACCESS_TOKEN_SECONDS}` } },
);

async function customer(url: string) {
  const agora = createAgora({ url });
  const login = { email: `${randomUUID()}@shopper.example`, password: "correct horse battery" };
  accepted(await agora.account.register(login));
  return { agora, login };
}

async function orderOf(agora: Agora, sku: string) {
  accepted(await agora.cart.add(variantId(sku)));
  return ordered(agora);
}

async function ordered(agora: Agora) {
  const { cart } = accepted(await agora.cart.setDetails({ email: "asha@shopper.example", shippingAddress: ADDRESS }));
  return accepted(await agora.checkout.placeOrder(cart));
}

/** What the buyer does on the sandbox provider's page. */
async function approve(url: string): Promise<void> {
  const page = await (await fetch(url)).text();
  const action = /<form[^>]*action="([^"]+)"[^>]*>[\s\S]*?approve/i.exec(page)?.[1];
  assert.ok(action, page);
  const body = new URLSearchParams({ decision: "approve" });
  const answer = await fetch(new URL(action, url), { method: "POST", redirect: "manual", body });
  assert.ok(answer.status < 400, `${answer.status}`);
}
