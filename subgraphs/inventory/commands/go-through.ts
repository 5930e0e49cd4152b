import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import { type AllocatableItem, allocate, type Shortage } from "../domain/allocate.ts";
import { type MovedBy, movementsOf } from "../domain/movement.ts";
import { type Quantities, quantitiesOf } from "../domain/quantities.ts";
import type { Transition } from "../domain/reservation.ts";
import type { InventoryTransaction, ReservedItem } from "../ports.ts";

/** Takes one locked reservation through a transition, its goods with it; refused when too little is free for it. */
export async function goThrough(
  tx: InventoryTransaction,
  orderId: Id,
  transition: Transition,
  by: MovedBy,
): Promise<Result<void, readonly Shortage[]>> {
  switch (transition.goods) {
    case "none":
      await tx.keepState([orderId], transition.to, by.occurredAt);
      return ok();
    case "lines":
      await moveLines(tx, [orderId], await tx.lockReservedStock([orderId]), transition, by);
      return ok();
    case "free": {
      const items = await tx.lockReservedStock([orderId]);
      return takeFree(tx, orderId, transition, quantitiesOf(items), items, by);
    }
  }
}

/** Moves the goods of locked reservations where they lie. */
export async function moveLines(
  tx: InventoryTransaction,
  orderIds: readonly Id[],
  items: readonly ReservedItem[],
  transition: Transition,
  by: MovedBy,
): Promise<void> {
  const lines = items.flatMap(({ id, orderId, quantity }) =>
    orderId === undefined ? [] : [{ orderId, stockItemId: id, quantity }],
  );
  await tx.move(movementsOf(transition, lines), by);
  await tx.keepState(orderIds, transition.to, by.occurredAt);
}

/** Takes what is wanted out of the free units of locked items: from now on the reservation's lines. */
export async function takeFree(
  tx: InventoryTransaction,
  orderId: Id,
  transition: Transition,
  wanted: Quantities,
  items: readonly AllocatableItem[],
  by: MovedBy,
): Promise<Result<void, readonly Shortage[]>> {
  const allocated = allocate(wanted, items);
  if (!allocated.ok) return allocated;
  const lines = allocated.value;
  await tx.move(
    movementsOf(
      transition,
      lines.map((line) => ({ ...line, orderId })),
    ),
    by,
  );
  await tx.keepLines(orderId, transition.to, lines, by.occurredAt);
  return ok();
}
