import type { CallScope } from "#kernel/ask.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Transaction } from "#kernel/database.ts";
import type { Id, Ids } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import type { AllocatableItem, ReservationLine } from "./domain/allocate.ts";
import type { MovedBy, Movement } from "./domain/movement.ts";
import type { Reservation, ReservationState } from "./domain/reservation.ts";
import type { StockItem } from "./domain/stock-item.ts";
import type { Warehouse } from "./domain/warehouse.ts";

export interface Ports {
  readonly store: InventoryStore;
  readonly variants: Variants;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The catalogue, as far as inventory needs it. */
export interface Variants {
  /** Whether the catalogue has it, whatever its product's status. */
  isKnown(variantId: Id, scope: CallScope): Promise<boolean>;
}

/** Stock, its ledger and its reservations. Ids of another kind, or malformed, are simply unknown. */
export interface InventoryStore {
  /** A refusal rolls back as a fault does; the work may run again, so it does nothing outside. */
  transact<Value, Refusal>(
    work: (tx: InventoryTransaction) => Promise<Result<Value, Refusal>>,
  ): Promise<Result<Value, Refusal>>;
  /** All of them, the oldest first. */
  listWarehouses(): Promise<Warehouse[]>;
  /** Those that exist, in any order. */
  findWarehouses(ids: readonly Id[]): Promise<Warehouse[]>;
  findDefaultWarehouse(): Promise<Warehouse>;
  /** The items of these variants; a variant's in the order of its warehouses' age. */
  findStock(variantIds: readonly Id[]): Promise<StockItem[]>;
  /** Free units over all warehouses; variants that were never in stock are left out. */
  findFree(variantIds: readonly Id[]): Promise<FreeStock[]>;
}

export interface FreeStock {
  readonly variantId: Id;
  readonly free: number;
}

/**
 * Locks are taken in one order, so that no two transactions wait for each other: reservations first, then items by
 * variant and warehouse.
 */
export interface InventoryTransaction extends Pick<Transaction, "claim"> {
  /** The items of these variants and warehouses, locked: those that are there, the others now new and empty. */
  openStock(items: readonly NewStockItem[], by: MovedBy): Promise<StockItem[]>;
  /** All items of these variants, locked. */
  lockStock(variantIds: readonly Id[]): Promise<AllocatableItem[]>;
  /** All items of the variants that these orders' reservations name, locked, once for each line they have there. */
  lockReservedStock(orderIds: readonly Id[]): Promise<ReservedItem[]>;
  /** Writes the ledger, changes the locked items by it, tells StockChanged of each, and answers them as they are now. */
  move(movements: readonly Movement[], by: MovedBy): Promise<StockItem[]>;

  /** The order's reservation, locked: this one, now inserted, or the one there was, its time limit the later of both. */
  openReservation(reservation: Reservation, now: Date): Promise<{ reservation: Reservation; isNew: boolean }>;
  lockReservation(orderId: Id): Promise<Reservation | undefined>;
  /** Held ones whose time is over, locked; those that somebody else has locked are left to them. */
  lockExpired(now: Date, limit: number): Promise<Reservation[]>;
  /** The locked reservations get this state and keep their lines. */
  keepState(orderIds: readonly Id[], state: ReservationState, now: Date): Promise<void>;
  /** The locked reservation gets this state and these lines instead of any before. */
  keepLines(orderId: Id, state: ReservationState, lines: readonly ReservationLine[], now: Date): Promise<void>;
}

export type NewStockItem = Pick<StockItem, "id" | "variantId" | "warehouseId">;

/** An item and one order's line of it; without `orderId` none of the orders has units of it. */
export interface ReservedItem extends AllocatableItem {
  readonly orderId?: Id;
  readonly quantity: number;
}
