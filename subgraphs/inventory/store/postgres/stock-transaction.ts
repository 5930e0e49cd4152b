import type { Transaction } from "#kernel/database.ts";
import { idFromUuid } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { stockChanged } from "../../domain/stock-changed.ts";
import type { InventoryTransaction } from "../../ports.ts";
import type { StockRow } from "./entities.ts";
import { stockItemOf, uuidsOf, uuidToKeep } from "./rows.ts";

type StockTransaction = Pick<InventoryTransaction, "openStock" | "lockStock" | "lockReservedStock" | "move">;

/** Locks and changes of stock items; every lock of more than one is taken by variant and warehouse. */
export function stockTransaction(tx: Transaction): StockTransaction {
  return {
    openStock: async (items, { actor, occurredAt }) => {
      const rows = await tx.query<StockRow>(OPEN_STOCK, [
        items.map(({ id }) => uuidToKeep(PREFIXES.StockItem, id)),
        items.map(({ variantId }) => uuidToKeep(PREFIXES.Variant, variantId)),
        items.map(({ warehouseId }) => uuidToKeep(PREFIXES.Warehouse, warehouseId)),
        actor,
        occurredAt,
      ]);
      return rows.map(stockItemOf);
    },

    lockStock: async (variantIds) => {
      const rows = await tx.query<AllocatableRow>(LOCK_STOCK, [uuidsOf(PREFIXES.Variant, variantIds)]);
      return rows.map((row) => ({ ...stockItemOf(row), isInDefaultWarehouse: row.isInDefaultWarehouse }));
    },

    lockReservedStock: async (orderIds) => {
      const rows = await tx.query<ReservedRow>(LOCK_RESERVED_STOCK, [uuidsOf(PREFIXES.Order, orderIds)]);
      return rows.map((row) => ({
        ...stockItemOf(row),
        isInDefaultWarehouse: row.isInDefaultWarehouse,
        orderId: row.orderId === null ? undefined : idFromUuid(PREFIXES.Order, row.orderId),
        quantity: row.quantity ?? 0,
      }));
    },

    move: async (movements, by) => {
      const rows = await tx.query<StockRow>(MOVE, [
        movements.map(({ stockItemId }) => uuidToKeep(PREFIXES.StockItem, stockItemId)),
        movements.map(({ kind }) => kind),
        movements.map(({ onHandDelta }) => onHandDelta),
        movements.map(({ reservedDelta }) => reservedDelta),
        movements.map(({ reason }) => reason),
        movements.map(({ orderId }) => (orderId === undefined ? undefined : uuidToKeep(PREFIXES.Order, orderId))),
        by.actor,
        by.occurredAt,
      ]);
      const items = rows.map(stockItemOf);
      tx.emit(...items.map((item) => stockChanged(item, by)));
      return items;
    },
  };
}

type AllocatableRow = StockRow & { readonly isInDefaultWarehouse: boolean };
type ReservedRow = AllocatableRow & { readonly orderId: string | null; readonly quantity: number | null };

const COLUMNS = `
  item.id, item.variant_id AS "variantId", item.warehouse_id AS "warehouseId", item.on_hand AS "onHand", item.reserved,
  item.version`;

/** The update that changes nothing locks the row that is there and answers it. */
const OPEN_STOCK = `
  INSERT INTO stock AS item
    (id, variant_id, warehouse_id, on_hand, reserved, created_at, updated_at, created_by, version)
  SELECT new.id, new.variant_id, new.warehouse_id, 0, 0, $5, $5, $4, 0
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS new(id, variant_id, warehouse_id)
  ORDER BY new.variant_id, new.warehouse_id
  ON CONFLICT (variant_id, warehouse_id) DO UPDATE SET updated_at = item.updated_at
  RETURNING ${COLUMNS}`;

/** Rows are locked after they are sorted, hence in this order. */
const IN_LOCK_ORDER = `ORDER BY item.variant_id, item.warehouse_id FOR NO KEY UPDATE OF item`;

const LOCK_STOCK = `
  SELECT ${COLUMNS}, warehouse.is_default AS "isInDefaultWarehouse"
  FROM stock AS item JOIN warehouses AS warehouse ON warehouse.id = item.warehouse_id
  WHERE item.variant_id = ANY ($1::uuid[])
  ${IN_LOCK_ORDER}`;

/** A statement of its own after the reservation is locked: within one, lines written meanwhile would not be seen. */
const LOCK_RESERVED_STOCK = `
  SELECT ${COLUMNS}, warehouse.is_default AS "isInDefaultWarehouse", line.order_id AS "orderId", line.quantity
  FROM stock AS item
  JOIN warehouses AS warehouse ON warehouse.id = item.warehouse_id
  LEFT JOIN reservation_lines AS line ON line.stock_id = item.id AND line.order_id = ANY ($1::uuid[])
  WHERE item.variant_id IN (
    SELECT reserved.variant_id
    FROM reservation_lines AS own JOIN stock AS reserved ON reserved.id = own.stock_id
    WHERE own.order_id = ANY ($1::uuid[])
  )
  ${IN_LOCK_ORDER}`;

/** Ledger and stock in one statement: neither can change without the other. */
const MOVE = `
  WITH movement AS (
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::text[], $6::uuid[])
      AS movement(stock_id, kind, on_hand_delta, reserved_delta, reason, order_id)
  ), ledger AS (
    INSERT INTO stock_movements (stock_id, kind, on_hand_delta, reserved_delta, reason, order_id, actor, occurred_at)
    SELECT stock_id, kind, on_hand_delta, reserved_delta, reason, order_id, $7, $8 FROM movement
  )
  UPDATE stock AS item
  SET on_hand = item.on_hand + change.on_hand, reserved = item.reserved + change.reserved,
      version = item.version + 1, updated_at = $8
  FROM (
    SELECT stock_id, sum(on_hand_delta)::int AS on_hand, sum(reserved_delta)::int AS reserved
    FROM movement GROUP BY stock_id
  ) AS change
  WHERE item.id = change.stock_id
  RETURNING ${COLUMNS}`;
