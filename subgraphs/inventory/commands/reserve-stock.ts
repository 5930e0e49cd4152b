import type { Id } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Shortage } from "../domain/allocate.ts";
import type { MovedBy } from "../domain/movement.ts";
import { areEqualQuantities, type Quantities, quantitiesOf } from "../domain/quantities.ts";
import { FIRST_HOLD, hasGoods, isFinal, type Reservation, transitionOf } from "../domain/reservation.ts";
import type { InventoryTransaction, Ports } from "../ports.ts";
import { takeFree } from "./go-through.ts";

export interface ReserveStock {
  readonly orderId: Id;
  readonly lines: readonly { readonly variantId: Id; readonly quantity: number }[];
  readonly expiresAt: Date;
  readonly actor: string;
  readonly requestId: string;
}

export type ReserveRefusal =
  { readonly type: "Short"; readonly shortages: readonly Shortage[] } | { readonly type: "OtherLines" };

/** Holds an order's goods, all or none, once however often it is asked; answers whether the order has them now. */
export async function reserveStock(
  { store, clock }: Pick<Ports, "store" | "clock">,
  { orderId, lines, expiresAt, actor, requestId }: ReserveStock,
): Promise<Result<boolean, ReserveRefusal>> {
  const wanted = quantitiesOf(lines);
  const by: MovedBy = { actor, requestId, occurredAt: clock.now() };
  return store.transact<boolean, ReserveRefusal>(async (tx) => {
    const asked: Reservation = { orderId, state: "HELD", expiresAt };
    const { reservation, isNew } = await tx.openReservation(asked, by.occurredAt);
    if (!isNew) return reserveAgain(tx, reservation, wanted, by);
    const items = await tx.lockStock([...wanted.keys()]);
    return heldOrShort(await takeFree(tx, orderId, FIRST_HOLD, wanted, items, by));
  });
}

async function reserveAgain(
  tx: InventoryTransaction,
  { orderId, state }: Reservation,
  wanted: Quantities,
  by: MovedBy,
): Promise<Result<boolean, ReserveRefusal>> {
  if (isFinal(state)) return ok(false);
  const items = await tx.lockReservedStock([orderId]);
  if (!areEqualQuantities(wanted, quantitiesOf(items))) return err({ type: "OtherLines" });
  const transition = transitionOf(state, "reserve");
  if (!transition) return ok(hasGoods(state));
  return heldOrShort(await takeFree(tx, orderId, transition, wanted, items, by));
}

function heldOrShort(taken: Result<void, readonly Shortage[]>): Result<boolean, ReserveRefusal> {
  return taken.ok ? ok(true) : err({ type: "Short", shortages: taken.refusal });
}
