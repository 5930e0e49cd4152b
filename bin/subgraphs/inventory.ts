import { asker } from "#kernel/ask.ts";
import { catalogVariants } from "#subgraphs/inventory/remote/catalog.ts";
import { postgresInventory } from "#subgraphs/inventory/store/postgres/inventory.ts";
import { openInventoryDatabase } from "#subgraphs/inventory/store/postgres/open-inventory-database.ts";
import { createInventory } from "#subgraphs/inventory/subgraph.ts";
import { seedStock } from "../demo/stock.ts";
import type { OpenSubgraphIn } from "../world.ts";

export const openInventory: OpenSubgraphIn = async (world) => {
  const { neighbour, clock, ids } = world;
  const database = await openInventoryDatabase(world);
  const store = postgresInventory(database);
  const variants = catalogVariants(asker((request) => neighbour("catalog").execute(request), "inventory", "catalog"));
  const subgraph = createInventory({ store, variants, clock, ids });
  return {
    subgraph,
    isReady: () =>
      database.query("SELECT 1").then(
        () => true,
        () => false,
      ),
    seed: () => seedStock(store),
    close: () => database.close(),
  };
};
