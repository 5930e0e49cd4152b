import type { Id } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import { type Reservation, transitionOf } from "../domain/reservation.ts";
import type { Ports } from "../ports.ts";
import { goThrough } from "./go-through.ts";

export interface ReleaseStock {
  readonly orderId: Id;
  readonly actor: string;
  readonly requestId: string;
}

/**
 * The order is off: what it holds becomes free, what left the stock for it returns. An order that is not known yet is
 * remembered as released, so that a reservation that was on its way holds nothing.
 */
export async function releaseStock(
  { store, clock }: Pick<Ports, "store" | "clock">,
  { orderId, actor, requestId }: ReleaseStock,
): Promise<void> {
  const now = clock.now();
  const released: Reservation = { orderId, state: "RELEASED", expiresAt: now };
  await store.transact(async (tx) => {
    const { reservation, isNew } = await tx.openReservation(released, now);
    const transition = isNew ? undefined : transitionOf(reservation.state, "release");
    return transition ? goThrough(tx, orderId, transition, { actor, requestId, occurredAt: now }) : ok();
  });
}
