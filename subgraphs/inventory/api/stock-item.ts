import { hasScope } from "#kernel/identity.ts";
import { availableOf } from "../domain/stock-item.ts";
import type { StockItemResolvers, WarehouseResolvers } from "./resolvers.generated.ts";

export const stockItemResolvers: StockItemResolvers = {
  available: (item) => availableOf(item),
  warehouse: async ({ id, warehouseId }, _args, { warehouses }) => {
    const warehouse = await warehouses.load(warehouseId);
    if (!warehouse) throw new Error(`The item ${id} lies in a warehouse that is not there`);
    return warehouse;
  },
};

/** By `node(id:)` or another subgraph's reference; a forbidden one looks like none. */
export const warehouseResolvers: WarehouseResolvers = {
  __resolveReference: ({ id }, { caller, warehouses }) => (hasScope(caller, "stock:read") ? warehouses.load(id) : null),
};
