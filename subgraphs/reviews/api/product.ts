import { type Connection, connectionOf, readPage } from "#kernel/connection.ts";
import { listName } from "#kernel/cursor.ts";
import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { NO_STARS, ratingSummaryOf, type StarCounts } from "../domain/rating.ts";
import type { Review } from "../domain/review.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import type { ProductResolvers } from "./resolvers.generated.ts";

/** A product of the catalogue: here nothing but its id. */
export interface ProductReference {
  readonly id: Id;
}

export type ReviewConnection = Connection<Review>;

export function productResolvers({ cursors }: Ports): ProductResolvers {
  return {
    __resolveReference: ({ id }) => (uuidOf(PREFIXES.Product, id) === undefined ? null : { id }),
    rating: async ({ id }, _args, context) => ratingSummaryOf(await starsOf(id, context)),
    reviews: async ({ id: productId }, args, context) => {
      const page = readPage(args, listName("Product.reviews", productId), cursors);
      const read = await context.reviewPages.load({ productId, page });
      return connectionOf(read, page, cursors, async () => ratingSummaryOf(await starsOf(productId, context)).count);
    },
  };
}

async function starsOf(productId: Id, { stars }: Context): Promise<StarCounts> {
  return (await stars.load(productId))?.counts ?? NO_STARS;
}
