import { type Database, openDatabase, type PostgresConnection } from "#kernel/database.ts";
import type { Log } from "#kernel/log.ts";
import type { Signals } from "#kernel/signals.ts";
import { ReservationEntity, StockEntity, WarehouseEntity } from "./entities.ts";
import { InventoryTables1763690400000 } from "./migrations/inventory-tables.ts";

/** Opens the schema `inventory`, brought up to date. */
export function openInventoryDatabase(world: {
  readonly connection: PostgresConnection;
  readonly signals: Signals;
  readonly log: Log;
}): Promise<Database> {
  const { connection, signals, log } = world;
  return openDatabase({
    connection,
    schema: "inventory",
    entities: [WarehouseEntity, StockEntity, ReservationEntity],
    migrations: [InventoryTables1763690400000],
    signals,
    log,
  });
}
