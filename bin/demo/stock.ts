import { seededId } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { ok } from "#kernel/result.ts";
import type { Movement } from "#subgraphs/inventory/domain/movement.ts";
import type { InventoryStore } from "#subgraphs/inventory/ports.ts";
import { demoProducts } from "./products.ts";

const FIRST_DAY = new Date(Date.UTC(2026, 0, 2));

/** Counts the demo shop's goods in the default warehouse for the first time; what was counted before stays as it is. */
export async function seedStock(store: InventoryStore): Promise<void> {
  const variants = demoProducts.flatMap((product) => product.variants);
  const idOf = (sku: string) => seededId(PREFIXES.Variant, sku);
  const there = new Set(
    (await store.findStock(variants.map(({ sku }) => idOf(sku)))).map(({ variantId }) => variantId),
  );
  const missing = variants.filter(({ sku }) => !there.has(idOf(sku)));
  if (missing.length === 0) return;
  const warehouseId = (await store.findDefaultWarehouse()).id;
  const items = missing.map(({ sku }) => ({
    id: seededId(PREFIXES.StockItem, sku),
    variantId: idOf(sku),
    warehouseId,
  }));
  const counted = missing.map(({ sku, stock }): Movement => ({
    stockItemId: seededId(PREFIXES.StockItem, sku),
    kind: "COUNTED",
    onHandDelta: stock,
    reservedDelta: 0,
    reason: "First count of the demo shop",
  }));
  await store.transact(async (tx) => {
    const by = { actor: "demo", requestId: "demo", occurredAt: FIRST_DAY };
    await tx.openStock(items, by);
    await tx.move(counted, by);
    return ok();
  });
}
