import { randomUUID } from "node:crypto";
import { demoPictures } from "#bin/demo/catalog-pictures.ts";
import { demoCatalog } from "#bin/demo/catalog-seed.ts";
import type { OpenSubgraphIn, Settings, World } from "#bin/world.ts";
import { signedCursors } from "#kernel/cursor.ts";
import { type Database, openDatabase } from "#kernel/database.ts";
import { categoryCreated, productChanged } from "#subgraphs/catalog/domain/events.ts";
import type { ProductStore, Shop } from "#subgraphs/catalog/ports.ts";
import { brandEntity, categoryEntity } from "#subgraphs/catalog/store/postgres/entities.ts";
import { CatalogTables1763700000000 } from "#subgraphs/catalog/store/postgres/migrations/catalog-tables.ts";
import { postgresProducts } from "#subgraphs/catalog/store/postgres/products.ts";
import { createCatalog } from "#subgraphs/catalog/subgraph.ts";

export const openCatalog: OpenSubgraphIn = async (world) => {
  const { clock, ids, settings, key } = world;
  const { database, store } = await openCatalogStore(world);
  const pictures = settings.production ? undefined : demoPictures;
  const cursors = signedCursors(key("cursors"));
  return {
    subgraph: createCatalog({ store, clock, ids, cursors, shop: shopOf(settings), pictures }),
    isReady: () =>
      database.query("SELECT 1").then(
        () => true,
        () => false,
      ),
    seed: () => seed(store),
    close: database.close,
  };
};

/** Also for the import, which needs no more than this. */
export async function openCatalogStore({
  connection,
  signals,
  log,
}: Pick<World, "connection" | "signals" | "log">): Promise<{ database: Database; store: ProductStore }> {
  const database = await openDatabase({
    connection,
    schema: "catalog",
    entities: [brandEntity, categoryEntity],
    migrations: [CatalogTables1763700000000],
    signals,
    log,
  });
  return { database, store: postgresProducts(database) };
}

function shopOf({ shop, publicUrl }: Settings): Shop {
  return { ...shop, publicUrl, pricesIncludeTax: (currency) => shop.taxes[currency]?.included ?? false };
}

/** Both steps can be cut off and done again: the products come in one transaction, so the first one tells of all. */
async function seed(store: ProductStore): Promise<void> {
  const { categories, products } = demoCatalog();
  const isSeeded = (await store.productsById([products[0]!.id])).length > 0;
  if (isSeeded) return;
  const requestId = `seed-${randomUUID()}`;
  if ((await store.categoriesById([categories[0]!.id])).length === 0)
    await store.addCategories(
      categories.map((category) => ({ category, event: categoryCreated(category, requestId) })),
    );
  const written = await store.write(
    products.map((product) => ({ product, event: productChanged(product, requestId) })),
  );
  if (!written.ok) throw new Error(`The demo shop cannot be written: ${written.refusal.type}`);
}
