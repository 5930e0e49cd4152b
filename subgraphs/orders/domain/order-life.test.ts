import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { money } from "#kernel/money.ts";
import { allowedTransitions, moveOrder, TRANSITIONS, type Trigger, triggerTo } from "./order-life.ts";
import type { Actor, Order, OrderStatus } from "./order.ts";

const NOW = new Date("2026-11-20T09:30:00.000Z");
const amount = money(100n, "INR");
const address = {
  ...{ name: "Asha", line1: "12 MG Road", line2: null, city: "Bengaluru" },
  ...{ region: null, postalCode: null, country: "IN", phone: null },
};
const placed: Order = {
  id: "ord_1",
  number: "A7K3-92QF",
  owner: "usr_1",
  status: "PENDING",
  cancelReason: null,
  email: "asha@shopper.example",
  currency: "INR",
  totals: { subtotal: amount, discount: amount, shipping: amount, tax: amount, total: amount, pricesIncludeTax: true },
  shippingAddress: address,
  billingAddress: address,
  salesChannel: "web",
  externalRef: null,
  placedAt: NOW,
  updatedAt: NOW,
  paymentDueBy: NOW,
  version: 1,
  sequence: 1,
};
const triggers: Trigger[] = ["pay", "process", "ship", "deliver", "cancel", "expire", "refund"];
const actors: Actor[] = ["CUSTOMER", "STAFF", "PAYMENTS", "CLOCK"];
const anyMove = fc.record({
  trigger: fc.constantFrom(...triggers),
  actors: fc.subarray(actors, { minLength: 1 }),
});

test("whatever happens in whatever order, an order never leaves the table", () => {
  fc.assert(
    fc.property(fc.array(anyMove, { maxLength: 60 }), (moves) => {
      let order = placed;
      for (const move of moves) {
        const moved = moveOrder(order, { ...move, actorId: null, note: null, requestId: "test" }, NOW);
        const row = TRANSITIONS.find(({ from, trigger }) => from === order.status && trigger === move.trigger);
        const may = row?.by.some((actor) => move.actors.includes(actor)) ?? false;
        assert.equal(moved.ok, may);
        if (!moved.ok) continue;
        const { order: next, entry, event } = moved.value;
        assert.deepEqual([entry.fromStatus, entry.status], [order.status, row!.to]);
        assert.deepEqual([next.status, next.version, next.sequence], [row!.to, order.version + 1, order.sequence + 1]);
        assert.equal(entry.sequence, next.sequence);
        assert.equal(event.sequence, next.version);
        assert.equal(next.cancelReason !== null, next.status === "CANCELLED");
        assert.equal(next.paymentDueBy, null);
        order = next;
      }
    }),
  );
});

test("cancelled and refunded are the end, and every other status has a way on", () => {
  const statuses = new Set<OrderStatus>(TRANSITIONS.flatMap(({ from, to }) => [from, to]));
  const withoutWayOn = [...statuses].filter((status) => allowedTransitions({ ...placed, status }, actors).length === 0);

  assert.deepEqual(withoutWayOn.sort(), ["CANCELLED", "REFUNDED"]);
});

test("what is shown as allowed is what is done, for everybody and everywhere", () => {
  const statuses: OrderStatus[] = [
    "PENDING",
    "CONFIRMED",
    "PROCESSING",
    "SHIPPED",
    "DELIVERED",
    "CANCELLED",
    "REFUNDED",
  ];
  for (const status of statuses) {
    for (const as of [["CUSTOMER"], ["STAFF"], ["CUSTOMER", "STAFF"], []] as Actor[][]) {
      const order = { ...placed, status };
      for (const { to, blockedBy } of allowedTransitions(order, as)) {
        const trigger = to === "CANCELLED" ? "cancel" : triggerTo(to);
        const move = { trigger: trigger ?? "pay", actors: as, actorId: null, note: null, requestId: "test" };
        assert.equal(moveOrder(order, move, NOW).ok, blockedBy.length === 0, `${status} to ${to} as ${as.join("+")}`);
      }
    }
  }
});
