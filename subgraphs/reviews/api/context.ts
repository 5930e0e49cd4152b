import type DataLoader from "dataloader";
import type { Id } from "#kernel/id.ts";
import { loadOne } from "#kernel/loader.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import type { Review } from "../domain/review.ts";
import type { Ports, ProductStars } from "../ports.ts";
import { type ReviewPageLoader, reviewPageLoader } from "./review-page-loader.ts";

/** A request with what it reads, each kind in one statement however many ask. */
export interface Context extends RequestScope {
  readonly reviews: DataLoader<Id, Review | null>;
  readonly stars: DataLoader<Id, ProductStars | null>;
  readonly reviewPages: ReviewPageLoader;
}

export function createContext({ store }: Ports, scope: RequestScope): Context {
  return {
    ...scope,
    reviews: loadOne(store.findReviews, ({ id }) => id),
    stars: loadOne(store.findStarCounts, ({ productId }) => productId),
    reviewPages: reviewPageLoader(store),
  };
}
