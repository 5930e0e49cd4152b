import { EntitySchema } from "typeorm";
import type { ReservationState } from "../../domain/reservation.ts";

/** A row of `warehouses`; ids are bare UUIDs here. */
export interface WarehouseRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly isDefault: boolean;
}

export const WarehouseEntity = new EntitySchema<WarehouseRow>({
  name: "Warehouse",
  tableName: "warehouses",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "warehouses_pkey" },
    code: { type: "text" },
    name: { type: "text" },
    isDefault: { type: "boolean", name: "is_default" },
  },
});

/** A row of `stock`. */
export interface StockRow {
  readonly id: string;
  readonly variantId: string;
  readonly warehouseId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly version: number;
}

export const StockEntity = new EntitySchema<StockRow>({
  name: "StockItem",
  tableName: "stock",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "stock_pkey" },
    variantId: { type: "uuid", name: "variant_id" },
    warehouseId: { type: "uuid", name: "warehouse_id" },
    onHand: { type: "int", name: "on_hand" },
    reserved: { type: "int" },
    version: { type: "int" },
  },
});

/** A row of `reservations`. */
export interface ReservationRow {
  readonly orderId: string;
  readonly state: ReservationState;
  readonly expiresAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

export const ReservationEntity = new EntitySchema<ReservationRow>({
  name: "Reservation",
  tableName: "reservations",
  columns: {
    orderId: { type: "uuid", name: "order_id", primary: true, primaryKeyConstraintName: "reservations_pkey" },
    state: { type: "text" },
    expiresAt: { type: "timestamptz", precision: 3, name: "expires_at" },
    updatedAt: { type: "timestamptz", precision: 3, name: "updated_at" },
    version: { type: "int" },
  },
});
