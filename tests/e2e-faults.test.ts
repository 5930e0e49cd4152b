import assert from "node:assert/strict";
import { type Answer, clientAt, guest } from "./support/client.ts";
import { eventually } from "./support/eventually.ts";
import { inShapes } from "./support/shapes.ts";
import { fillCart, pay, placeOrder, untilStatus } from "./support/shopper.ts";

const PAGE = `{ productBySlug(slug: "stoneware-mug") {
  title variants { price { minorUnits } availability { status } } rating { count } reviews(first: 3) { nodes { stars } } } }`;
const PARTIAL_MS_MAX = 2_000;
const WHOLE_AGAIN_MS_MAX = 10_000;
/** Of node's own, on two busy cores. */
const SLACK_MS = 500;

inShapes(
  (platform, test) => {
    for (const [how, hurt, heal] of [
      ["frozen", "SIGSTOP", "SIGCONT"],
      ["killed", "SIGKILL", undefined],
    ] as const) {
      test(`a page without its ${how} reviews service answers the rest, and is whole again`, async () => {
        const anybody = clientAt(platform().url);
        const whole = await anybody.must(PAGE);
        const { pid } = platform().services()["reviews"]!;
        process.kill(pid, hurt);

        const started = Date.now();
        const partial = await anybody.ask(PAGE);
        const tookMs = Date.now() - started;
        if (heal) process.kill(pid, heal);
        const healed = Date.now();

        assert.equal(partial.data.productBySlug.title, whole.productBySlug.title);
        assert.equal(partial.data.productBySlug.rating, null);
        assert.equal(partial.data.productBySlug.reviews, null);
        assert.ok(partial.data.productBySlug.variants[0].availability);
        assertPathNamed(partial, ["productBySlug", "rating"]);
        assert.ok(tookMs < PARTIAL_MS_MAX + SLACK_MS, `${tookMs} ms`);
        await eventually(async () => assert.deepEqual(await anybody.must(PAGE), whole), WHOLE_AGAIN_MS_MAX + SLACK_MS);
        assert.ok(Date.now() - healed < WHOLE_AGAIN_MS_MAX + SLACK_MS);
      });
    }

    test("payments that die between charge and webhook still confirm the order", async () => {
      const shopper = await guest(platform().url);
      const order = await placeOrder(shopper, (await fillCart(shopper, [{ sku: "MUG-IND", quantity: 1 }])).id);
      await pay(shopper, order.id, "tok_slow");

      process.kill(platform().services()["payments"]!.pid, "SIGKILL");

      await untilStatus(shopper, order.id, "CONFIRMED", 30_000);
    });

    test("orders that die right after the payment confirm it when they are back", async () => {
      const shopper = await guest(platform().url);
      const order = await placeOrder(shopper, (await fillCart(shopper, [{ sku: "MUG-IND", quantity: 1 }])).id);
      await pay(shopper, order.id);

      process.kill(platform().services()["orders"]!.pid, "SIGKILL");

      await eventually(async () => {
        const { data } = await shopper.ask(`query ($id: ID!) { order(id: $id) { status } }`, { id: order.id });
        assert.equal(data?.order?.status, "CONFIRMED");
      }, 30_000);
    });

    test("a subgraph's own port refuses calls that the gateway did not sign", async () => {
      for (const { url } of Object.values(platform().services()).filter((service) => service.url !== platform().url)) {
        for (const query of [
          "{ __typename }",
          `{ _entities(representations: []) { __typename } }`,
          `{ _service { sdl } }`,
        ]) {
          const headers = { "content-type": "application/json" };
          const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
          assert.equal(response.status, 401, url);
        }
      }
    });
  },
  // What is kept would hide that somebody is down.
  { shapes: ["services"], env: { AGORA_CACHE: "off" } },
);

inShapes(
  (platform, test) => {
    test("an unpaid order expires, its stock is free again, and a charge that comes late is paid back", async () => {
      const shopper = await guest(platform().url);
      const order = await placeOrder(shopper, (await fillCart(shopper, [{ sku: "TENT-5", quantity: 1 }])).id);
      await pay(shopper, order.id, "tok_slow");

      await untilStatus(shopper, order.id, "CANCELLED", 20_000);

      await eventually(async () => {
        const query = `query ($id: ID!) { order(id: $id) { status cancelReason payments { status amount { minorUnits } refunded { minorUnits } } } }`;
        const { order: now } = await shopper.must(query, { id: order.id });
        assert.equal(now.status, "CANCELLED");
        assert.equal(now.cancelReason, "PAYMENT_EXPIRED");
        assert.equal(now.payments[0].status, "SUCCEEDED");
        assert.equal(now.payments[0].refunded.minorUnits, now.payments[0].amount.minorUnits);
      }, 20_000);
    });

    test("a charge whose call timed out is found by itself", async () => {
      const shopper = await guest(platform().url);
      const order = await placeOrder(shopper, (await fillCart(shopper, [{ sku: "MUG-IND", quantity: 1 }])).id);

      const payment = await pay(shopper, order.id, "tok_timeout_after_charge");

      assert.equal(payment.status, "PROCESSING");
      await eventually(async () => {
        const { order: now } = await shopper.must(
          `query ($id: ID!) { order(id: $id) { payments { status amount { minorUnits } refunded { minorUnits } } } }`,
          { id: order.id },
        );
        assert.equal(now.payments[0].status, "SUCCEEDED");
      }, 60_000);
    });
  },
  { env: { AGORA_PAYMENT_DUE_SECONDS: "3", AGORA_SANDBOX_SLOW_MS: "6000" } },
);

function assertPathNamed({ errors }: Answer, path: string[]): void {
  assert.ok(
    errors?.some((error) => error.path?.join(".").startsWith(path.join("."))),
    JSON.stringify(errors),
  );
  assert.ok(
    errors?.every(({ extensions }) => extensions?.code),
    JSON.stringify(errors),
  );
}
