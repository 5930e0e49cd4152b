import type DataLoader from "dataloader";
import type { Id } from "#kernel/id.ts";
import { loadMany, loadOne } from "#kernel/loader.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import type { StockItem } from "../domain/stock-item.ts";
import type { Warehouse } from "../domain/warehouse.ts";
import type { FreeStock, Ports } from "../ports.ts";

/** A request with what it reads, each kind in one statement however many ask. */
export interface Context extends RequestScope {
  readonly warehouses: DataLoader<Id, Warehouse | null>;
  /** By variant. */
  readonly stock: DataLoader<Id, readonly StockItem[]>;
  /** By variant. */
  readonly free: DataLoader<Id, FreeStock | null>;
}

export function createContext({ store }: Ports, scope: RequestScope): Context {
  return {
    ...scope,
    warehouses: loadOne(store.findWarehouses, ({ id }) => id),
    stock: loadMany(store.findStock, ({ variantId }) => variantId),
    free: loadOne(store.findFree, ({ variantId }) => variantId),
  };
}
