/** From here down a shopper is told that little is left. */
const LOW_STOCK_MAX = 5;
/** What one order may take at most: enough for a household or an office, too little to read the stock by. */
export const ORDERABLE_QUANTITY_MAX = 50;

export interface Availability {
  readonly status: "IN_STOCK" | "LOW_STOCK" | "OUT_OF_STOCK";
  readonly orderableQuantity: number;
}

/** What a shopper gets to know of the free units of a variant, over all warehouses. */
export function availabilityOf(free: number): Availability {
  const status = free <= 0 ? "OUT_OF_STOCK" : free <= LOW_STOCK_MAX ? "LOW_STOCK" : "IN_STOCK";
  return { status, orderableQuantity: Math.max(0, Math.min(free, ORDERABLE_QUANTITY_MAX)) };
}
