import type { Id } from "#kernel/id.ts";

/** HELD: until it is paid. COMMITTED: the goods left the stock. RETURNED: they came back. RELEASED, RETURNED: final. */
export type ReservationState = "HELD" | "COMMITTED" | "RELEASED" | "EXPIRED" | "RETURNED";

/** What may happen to a reservation: orders asks for the first three, `expire` comes with time. */
type ReservationEvent = "reserve" | "commit" | "release" | "expire";

/** The goods of one order. What it holds of which item is its lines, in the store. */
export interface Reservation {
  readonly orderId: Id;
  readonly state: ReservationState;
  /** When the goods become free again, while it is HELD. */
  readonly expiresAt: Date;
}

/** What a transition does to the stock, for each unit of the reservation. */
export interface Transition {
  readonly to: ReservationState;
  /** `lines`: of the items it has its goods in. `free`: of any item with free units, which become its lines. */
  readonly goods: "lines" | "free" | "none";
  readonly onHand: -1 | 0 | 1;
  readonly reserved: -1 | 0 | 1;
}

/** The life of a reservation, whole. What has no row changes nothing, so that everything can be repeated. */
const TRANSITIONS = {
  HELD: {
    commit: { to: "COMMITTED", goods: "lines", onHand: -1, reserved: -1 },
    release: { to: "RELEASED", goods: "lines", onHand: 0, reserved: -1 },
    expire: { to: "EXPIRED", goods: "lines", onHand: 0, reserved: -1 },
  },
  EXPIRED: {
    reserve: { to: "HELD", goods: "free", onHand: 0, reserved: 1 },
    commit: { to: "COMMITTED", goods: "free", onHand: -1, reserved: 0 },
    release: { to: "RELEASED", goods: "none", onHand: 0, reserved: 0 },
  },
  COMMITTED: {
    release: { to: "RETURNED", goods: "lines", onHand: 1, reserved: 0 },
  },
  RELEASED: {},
  RETURNED: {},
} as const satisfies Record<ReservationState, Partial<Record<ReservationEvent, Transition>>>;

/** How a reservation begins: the same step as holding anew what had expired. */
export const FIRST_HOLD: Transition = TRANSITIONS.EXPIRED.reserve;

/** How a reservation ends that nobody paid or released in time. */
export const EXPIRY: Transition = TRANSITIONS.HELD.expire;

/** What the event does in this state; undefined when it changes nothing. */
export function transitionOf(state: ReservationState, event: ReservationEvent): Transition | undefined {
  const known: Partial<Record<ReservationEvent, Transition>> = TRANSITIONS[state];
  return known[event];
}

/** Whether the goods are the order's now. */
export function hasGoods(state: ReservationState): boolean {
  return state === "HELD" || state === "COMMITTED";
}

/** Whether nothing can happen to it any more. */
export function isFinal(state: ReservationState): boolean {
  return Object.keys(TRANSITIONS[state]).length === 0;
}
