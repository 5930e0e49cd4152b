import type { Id } from "#kernel/id.ts";
import type { ReservationLine } from "./allocate.ts";
import type { ReservationState, Transition } from "./reservation.ts";

/**
 * ADJUSTED: by a number, COUNTED: to a number. The others are what an order's reservation became, in whatever state it
 * was before.
 */
export type MovementKind = "ADJUSTED" | "COUNTED" | ReservationState;

/** One line of the ledger: the only way stock changes. The sum of an item's movements is what stands in it. */
export interface Movement {
  readonly stockItemId: Id;
  readonly kind: MovementKind;
  readonly onHandDelta: number;
  readonly reservedDelta: number;
  /** In the words of whoever adjusted or counted; reservations have none. */
  readonly reason?: string;
  readonly orderId?: Id;
}

/** Who moved stock, and when. */
export interface MovedBy {
  /** `usr_…`, `service:orders`, or `inventory` itself when time ran out. */
  readonly actor: string;
  readonly occurredAt: Date;
  readonly requestId: string;
}

/** The movements of reservations that go through one transition: one for each of their lines. */
export function movementsOf(
  { to, onHand, reserved }: Transition,
  lines: readonly (ReservationLine & { readonly orderId: Id })[],
): Movement[] {
  return lines.map(({ orderId, stockItemId, quantity }) => ({
    stockItemId,
    orderId,
    kind: to,
    onHandDelta: onHand * quantity,
    reservedDelta: reserved * quantity,
  }));
}
