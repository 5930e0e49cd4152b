import { asker } from "#kernel/ask.ts";
import { signedCursors } from "#kernel/cursor.ts";
import { catalogProducts } from "#subgraphs/reviews/remote/catalog.ts";
import { orderPurchases } from "#subgraphs/reviews/remote/orders.ts";
import { openReviewsDatabase } from "#subgraphs/reviews/store/postgres/open-reviews-database.ts";
import { postgresReviews } from "#subgraphs/reviews/store/postgres/reviews.ts";
import { createReviews } from "#subgraphs/reviews/subgraph.ts";
import { seedReviews } from "../demo/reviews.ts";
import type { OpenSubgraphIn } from "../world.ts";

export const openReviews: OpenSubgraphIn = async (world) => {
  const { neighbour, clock, ids, key } = world;
  const database = await openReviewsDatabase(world);
  const store = postgresReviews(database);
  const ask = (name: string) => asker((request) => neighbour(name).execute(request), "reviews", name);
  const products = catalogProducts(ask("catalog"));
  const purchases = orderPurchases(ask("orders"));
  const subgraph = createReviews({ store, products, purchases, clock, ids, cursors: signedCursors(key("cursors")) });
  return {
    subgraph,
    isReady: () =>
      database.query("SELECT 1").then(
        () => true,
        () => false,
      ),
    seed: () => seedReviews(store),
    close: () => database.close(),
  };
};
