import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Shortage } from "../domain/allocate.ts";
import { hasGoods, transitionOf } from "../domain/reservation.ts";
import type { Ports } from "../ports.ts";
import { goThrough } from "./go-through.ts";

export interface SettleReservation {
  readonly orderId: Id;
  readonly actor: string;
  readonly requestId: string;
}

/** The order is paid: its goods leave the stock. Answers whether they did, refused when they expired and are gone. */
export async function commitStock(
  { store, clock }: Pick<Ports, "store" | "clock">,
  { orderId, actor, requestId }: SettleReservation,
): Promise<Result<boolean, readonly Shortage[]>> {
  return store.transact<boolean, readonly Shortage[]>(async (tx) => {
    const reservation = await tx.lockReservation(orderId);
    if (!reservation) return ok(false);
    const transition = transitionOf(reservation.state, "commit");
    if (!transition) return ok(hasGoods(reservation.state));
    const done = await goThrough(tx, orderId, transition, { actor, requestId, occurredAt: clock.now() });
    return done.ok ? ok(true) : done;
  });
}
