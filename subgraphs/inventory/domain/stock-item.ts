import type { Id } from "#kernel/id.ts";

/** The stock of one variant in one warehouse, in units: 0 ≤ reserved ≤ onHand. The database holds this too. */
export interface StockItem {
  readonly id: Id;
  readonly variantId: Id;
  readonly warehouseId: Id;
  /** In the warehouse, reserved ones included. */
  readonly onHand: number;
  /** Held for orders that are not paid yet. */
  readonly reserved: number;
  /** Counts the changes; 0 before the first. */
  readonly version: number;
}

/** Units that can still be ordered. */
export function availableOf({ onHand, reserved }: Pick<StockItem, "onHand" | "reserved">): number {
  return onHand - reserved;
}
