import type { NewEventOf } from "#schema/events.ts";
import type { MovedBy } from "./movement.ts";
import type { StockItem } from "./stock-item.ts";

/** Tells what stands in an item after it moved. */
export function stockChanged(item: StockItem, { occurredAt, requestId }: MovedBy): NewEventOf<"inventory"> {
  const { id, variantId, warehouseId, onHand, reserved, version } = item;
  const data = { variantId, warehouseId, onHand, reserved };
  return { type: "StockChanged", aggregateId: id, sequence: version, occurredAt, requestId, data };
}
