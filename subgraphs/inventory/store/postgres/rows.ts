import { idFromUuid, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Reservation } from "../../domain/reservation.ts";
import type { StockItem } from "../../domain/stock-item.ts";
import type { Warehouse } from "../../domain/warehouse.ts";
import type { ReservationRow, StockRow, WarehouseRow } from "./entities.ts";

export function warehouseOf({ id, code, name, isDefault }: WarehouseRow): Warehouse {
  return { id: idFromUuid(PREFIXES.Warehouse, id), code, name, isDefault };
}

export function stockItemOf({ id, variantId, warehouseId, onHand, reserved, version }: StockRow): StockItem {
  return {
    id: idFromUuid(PREFIXES.StockItem, id),
    variantId: idFromUuid(PREFIXES.Variant, variantId),
    warehouseId: idFromUuid(PREFIXES.Warehouse, warehouseId),
    onHand,
    reserved,
    version,
  };
}

export function reservationOf({
  orderId,
  state,
  expiresAt,
}: Omit<ReservationRow, "updatedAt" | "version">): Reservation {
  return { orderId: idFromUuid(PREFIXES.Order, orderId), state, expiresAt };
}

/** The UUIDs of the ids that are of this kind; the others cannot have a row. */
export function uuidsOf(prefix: string, ids: readonly string[]): string[] {
  return ids.map((id) => uuidOf(prefix, id)).filter((uuid) => uuid !== undefined);
}

/** The UUID of an id that was checked at the door: a malformed one is a fault of the program. */
export function uuidToKeep(prefix: string, id: string): string {
  const uuid = uuidOf(prefix, id);
  if (uuid === undefined) throw new TypeError(`Not an id of the kind "${prefix}": ${id}`);
  return uuid;
}
