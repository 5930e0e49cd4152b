import type { CallScope } from "#kernel/ask.ts";
import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { claimRefusal, type CommonRefusal, notFound } from "#kernel/user-error.ts";
import { adjust, type StockChange } from "../domain/adjust.ts";
import type { MovedBy } from "../domain/movement.ts";
import type { StockItem } from "../domain/stock-item.ts";
import type { Warehouse } from "../domain/warehouse.ts";
import type { InventoryStore, InventoryTransaction, NewStockItem, Ports } from "../ports.ts";

export interface AdjustStock {
  /** `usr_…`. */
  readonly actor: string;
  readonly variantId: Id;
  /** Undefined: the default warehouse. */
  readonly warehouseId?: Id;
  readonly change: StockChange;
  readonly reason: string;
  readonly dryRun: boolean;
  readonly idempotencyKey: string;
  /** What the client sent, without the key. */
  readonly args: unknown;
}

/** What a dry run would have done: a refusal to the transaction, the answer to its caller. */
interface Rehearsed {
  readonly type: "Rehearsed";
  readonly item: StockItem;
}

/** Receives, counts or corrects; once however often it is asked under one key. */
export async function adjustStock(
  { store, variants, clock, ids }: Ports,
  command: AdjustStock,
  scope: CallScope,
): Promise<Result<StockItem, CommonRefusal>> {
  const { variantId, actor } = command;
  if (!(await variants.isKnown(variantId, scope))) return err(notFound(["variantId"], variantId));
  const warehouse = await findWarehouse(store, command.warehouseId);
  if (!warehouse) return err(notFound(["warehouseId"], command.warehouseId!));
  const by: MovedBy = { actor, requestId: scope.requestId, occurredAt: clock.now() };
  const place = { id: ids.next(PREFIXES.StockItem), variantId, warehouseId: warehouse.id };
  const result = await store.transact<StockItem, CommonRefusal | Rehearsed>(async (tx) => {
    const { idempotencyKey: key, args } = command;
    const kept = { variantId, warehouseId: warehouse.id };
    const claimed = await tx.claim({ caller: actor, mutation: "stockAdjust", key, args, kept });
    switch (claimed.type) {
      case "keyReused":
      case "inProgress":
        return err(claimRefusal(claimed));
      case "repeated":
        return ok(await openItem(tx, { ...place, ...claimed.kept }, by));
      case "first":
        return adjustItem(tx, await openItem(tx, place, by), command, by);
    }
  });
  if (result.ok) return result;
  return result.refusal.type === "Rehearsed" ? ok(result.refusal.item) : err(result.refusal);
}

async function findWarehouse(store: InventoryStore, id: Id | undefined): Promise<Warehouse | undefined> {
  return id === undefined ? store.findDefaultWarehouse() : (await store.findWarehouses([id]))[0];
}

async function adjustItem(
  tx: InventoryTransaction,
  item: StockItem,
  { change, reason, dryRun }: AdjustStock,
  by: MovedBy,
): Promise<Result<StockItem, CommonRefusal | Rehearsed>> {
  const movement = adjust(item, change, reason);
  if (!movement.ok) return movement;
  const adjusted = one(await tx.move([movement.value], by));
  return dryRun ? err({ type: "Rehearsed", item: adjusted }) : ok(adjusted);
}

async function openItem(tx: InventoryTransaction, place: NewStockItem, by: MovedBy): Promise<StockItem> {
  return one(await tx.openStock([place], by));
}

function one(items: readonly StockItem[]): StockItem {
  const [item] = items;
  if (!item) throw new Error("The store did not answer the one item it was asked to keep");
  return item;
}
