import { readTypeDefsOf, type Subgraph } from "#kernel/subgraph.ts";
import { createContext } from "./api/context.ts";
import { inventoryJobs } from "./api/jobs.ts";
import { queryResolvers } from "./api/query.ts";
import { reservationResolvers } from "./api/reservation.ts";
import type { Resolvers } from "./api/resolvers.generated.ts";
import { stockAdjustResolver } from "./api/stock-adjust.ts";
import { stockItemResolvers, warehouseResolvers } from "./api/stock-item.ts";
import { variantResolvers } from "./api/variant.ts";
import type { Ports } from "./ports.ts";

/** What lies where, and for whom it is held. */
export function createInventory(ports: Ports): Subgraph {
  const resolvers: Resolvers = {
    Query: queryResolvers(ports),
    Mutation: { stockAdjust: stockAdjustResolver(ports), ...reservationResolvers(ports) },
    Variant: variantResolvers,
    StockItem: stockItemResolvers,
    Warehouse: warehouseResolvers,
  };
  return {
    name: "inventory",
    typeDefs: readTypeDefsOf("inventory"),
    resolvers,
    context: (scope) => createContext(ports, scope),
    handlers: {},
    routes: [],
    jobs: inventoryJobs(ports),
  };
}
