import assert from "node:assert/strict";
import { test } from "node:test";
import { movementsOf } from "./movement.ts";
import { EXPIRY, FIRST_HOLD, hasGoods, isFinal, type ReservationState, transitionOf } from "./reservation.ts";

const STATES: readonly ReservationState[] = ["HELD", "COMMITTED", "RELEASED", "EXPIRED", "RETURNED"];
const EVENTS = ["reserve", "commit", "release", "expire"] as const;

test("a reservation lives by the table, and stays as it is where the table has no row", () => {
  const next = (state: ReservationState) => EVENTS.map((event) => transitionOf(state, event)?.to ?? state);

  assert.deepEqual(Object.fromEntries(STATES.map((state) => [state, next(state)])), {
    HELD: ["HELD", "COMMITTED", "RELEASED", "EXPIRED"],
    EXPIRED: ["HELD", "COMMITTED", "RELEASED", "EXPIRED"],
    COMMITTED: ["COMMITTED", "COMMITTED", "RETURNED", "COMMITTED"],
    RELEASED: ["RELEASED", "RELEASED", "RELEASED", "RELEASED"],
    RETURNED: ["RETURNED", "RETURNED", "RETURNED", "RETURNED"],
  });
  assert.deepEqual(STATES.filter(hasGoods), ["HELD", "COMMITTED"]);
  assert.deepEqual(STATES.filter(isFinal), ["RELEASED", "RETURNED"]);
});

/** Units of the order that lie in the stock as reserved, and units that have left it. */
const SHARE: Readonly<Record<ReservationState, { readonly reserved: number; readonly left: number }>> = {
  HELD: { reserved: 1, left: 0 },
  COMMITTED: { reserved: 0, left: 1 },
  RELEASED: { reserved: 0, left: 0 },
  EXPIRED: { reserved: 0, left: 0 },
  RETURNED: { reserved: 0, left: 0 },
};

test("every transition moves exactly the difference between its two states", () => {
  for (const state of STATES) {
    for (const event of EVENTS) {
      const transition = transitionOf(state, event);
      if (!transition) continue;
      const { to, onHand, reserved, goods } = transition;
      const [before, after] = [SHARE[state], SHARE[to]];
      assert.deepEqual([reserved, onHand], [after.reserved - before.reserved, before.left - after.left]);
      assert.equal(goods === "free", !hasGoods(state) && hasGoods(to));
    }
  }
});

test("movements are one for each line, in units", () => {
  const lines = [
    { orderId: "ord_1", stockItemId: "stk_1", quantity: 2 },
    { orderId: "ord_1", stockItemId: "stk_2", quantity: 3 },
  ];
  const movement = { orderId: "ord_1", onHandDelta: 0 };
  assert.deepEqual(movementsOf(FIRST_HOLD, lines), [
    { ...movement, stockItemId: "stk_1", kind: "HELD", reservedDelta: 2 },
    { ...movement, stockItemId: "stk_2", kind: "HELD", reservedDelta: 3 },
  ]);
  assert.deepEqual(movementsOf(EXPIRY, lines.slice(1)), [
    { ...movement, stockItemId: "stk_2", kind: "EXPIRED", reservedDelta: -3 },
  ]);
});
