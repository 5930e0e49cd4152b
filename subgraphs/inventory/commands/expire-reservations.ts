import { ok } from "#kernel/result.ts";
import type { MovedBy } from "../domain/movement.ts";
import { EXPIRY } from "../domain/reservation.ts";
import type { Ports } from "../ports.ts";
import { moveLines } from "./go-through.ts";

/** As many reservations in one transaction: few enough that nobody waits long for the items in it. */
const EXPIRE_BATCH_MAX = 100;

/** Frees what is held beyond its time. Answers how many reservations expired. */
export async function expireReservations(
  { store, clock }: Pick<Ports, "store" | "clock">,
  requestId: string,
): Promise<number> {
  for (let total = 0; ;) {
    const expired = await expireBatch(store, { actor: "inventory", requestId, occurredAt: clock.now() });
    total += expired;
    if (expired < EXPIRE_BATCH_MAX) return total;
  }
}

async function expireBatch(store: Ports["store"], by: MovedBy): Promise<number> {
  const result = await store.transact<number, never>(async (tx) => {
    const expired = await tx.lockExpired(by.occurredAt, EXPIRE_BATCH_MAX);
    if (expired.length === 0) return ok(0);
    const orderIds = expired.map(({ orderId }) => orderId);
    await moveLines(tx, orderIds, await tx.lockReservedStock(orderIds), EXPIRY, by);
    return ok(expired.length);
  });
  return result.ok ? result.value : 0;
}
