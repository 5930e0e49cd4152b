import type { Id } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { Quantities } from "./quantities.ts";
import { availableOf, type StockItem } from "./stock-item.ts";

/** An item that orders may be served from. */
export interface AllocatableItem extends StockItem {
  readonly isInDefaultWarehouse: boolean;
}

/** Units of one item that belong to one order. */
export interface ReservationLine {
  readonly stockItemId: Id;
  readonly quantity: number;
}

/** A variant of which less is free, over all warehouses, than the order wants. */
export interface Shortage {
  readonly variantId: Id;
  readonly available: number;
}

/**
 * Where an order's goods come from: the default warehouse first, then the others in the order of their age; a variant
 * may be split over several. All variants in full, or every shortage there is.
 */
export function allocate(
  wanted: Quantities,
  items: readonly AllocatableItem[],
): Result<readonly ReservationLine[], readonly Shortage[]> {
  const byVariant = Map.groupBy(items, ({ variantId }) => variantId);
  const shortages = [...wanted].flatMap(([variantId, quantity]) => {
    const available = (byVariant.get(variantId) ?? []).reduce((sum, item) => sum + availableOf(item), 0);
    return available < quantity ? [{ variantId, available }] : [];
  });
  if (shortages.length > 0) return err(shortages);
  return ok([...wanted].flatMap(([variantId, quantity]) => takeFrom(byVariant.get(variantId) ?? [], quantity)));
}

/** Ids begin with the time they were made, so that their order is the warehouses' age. */
function takeFrom(items: readonly AllocatableItem[], quantity: number): ReservationLine[] {
  const preferred = items.toSorted(
    (a, b) =>
      Number(b.isInDefaultWarehouse) - Number(a.isInDefaultWarehouse) || (a.warehouseId < b.warehouseId ? -1 : 1),
  );
  let left = quantity;
  return preferred.flatMap((item) => {
    const taken = Math.min(left, availableOf(item));
    left -= taken;
    return taken > 0 ? [{ stockItemId: item.id, quantity: taken }] : [];
  });
}
