import { Any } from "typeorm";
import type { Database } from "#kernel/database.ts";
import { idFromUuid } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { InventoryStore } from "../../ports.ts";
import { StockEntity, WarehouseEntity } from "./entities.ts";
import { reservationTransaction } from "./reservation-transaction.ts";
import { stockItemOf, uuidsOf, warehouseOf } from "./rows.ts";
import { stockTransaction } from "./stock-transaction.ts";

/** More than any shop of ours has. */
const WAREHOUSES_MAX = 100;

/** The store of inventory on PostgreSQL. */
export function postgresInventory(database: Database): InventoryStore {
  const { manager } = database;
  return {
    transact: (work) =>
      database.transact((tx) =>
        work({ claim: (claim) => tx.claim(claim), ...stockTransaction(tx), ...reservationTransaction(tx) }),
      ),

    listWarehouses: async () =>
      (await manager.find(WarehouseEntity, { order: { id: "ASC" }, take: WAREHOUSES_MAX })).map(warehouseOf),

    findWarehouses: async (ids) => {
      const uuids = uuidsOf(PREFIXES.Warehouse, ids);
      if (uuids.length === 0) return [];
      return (await manager.findBy(WarehouseEntity, { id: Any(uuids) })).map(warehouseOf);
    },

    findDefaultWarehouse: async () => warehouseOf(await manager.findOneByOrFail(WarehouseEntity, { isDefault: true })),

    findStock: async (variantIds) => {
      const uuids = uuidsOf(PREFIXES.Variant, variantIds);
      if (uuids.length === 0) return [];
      const rows = await manager.find(StockEntity, { where: { variantId: Any(uuids) }, order: { warehouseId: "ASC" } });
      return rows.map(stockItemOf);
    },

    findFree: async (variantIds) => {
      const uuids = uuidsOf(PREFIXES.Variant, variantIds);
      if (uuids.length === 0) return [];
      const rows = await database.query<{ variantId: string; free: bigint }>(FREE_BY_VARIANT, [uuids]);
      return rows.map(({ variantId, free }) => ({
        variantId: idFromUuid(PREFIXES.Variant, variantId),
        free: Number(free),
      }));
    },
  };
}

const FREE_BY_VARIANT = `
  SELECT variant_id AS "variantId", sum(on_hand - reserved) AS free
  FROM stock WHERE variant_id = ANY ($1::uuid[]) GROUP BY variant_id`;
