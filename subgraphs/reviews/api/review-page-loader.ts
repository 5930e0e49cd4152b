import DataLoader from "dataloader";
import type { Page } from "#kernel/connection.ts";
import type { Id } from "#kernel/id.ts";
import type { ListedReview, ReviewStore } from "../ports.ts";

export interface ReviewPageKey {
  readonly productId: Id;
  readonly page: Page;
}

export type ReviewPageLoader = DataLoader<ReviewPageKey, readonly ListedReview[], string>;

/** Pages of many products in one statement per kind of page: a listing asks for the same page of each. */
export function reviewPageLoader(store: ReviewStore): ReviewPageLoader {
  return new DataLoader(
    async (keys: readonly ReviewPageKey[]) => {
      const groups = [...Map.groupBy(keys, ({ page }) => kindOf(page)).values()];
      const read = await Promise.all(
        groups.map((group) =>
          store.listReviews(
            group.map(({ productId }) => productId),
            group[0]!.page,
          ),
        ),
      );
      const pages = new Map<string, ListedReview[]>();
      groups.forEach((group, index) => {
        const byProduct = Map.groupBy(read[index]!, ({ productId }) => productId);
        group.forEach((key) => pages.set(cacheKeyOf(key), byProduct.get(key.productId) ?? []));
      });
      return keys.map((key) => pages.get(cacheKeyOf(key))!);
    },
    { cacheKeyFn: cacheKeyOf },
  );
}

function kindOf({ limit, backward, from }: Page): string {
  return JSON.stringify([limit, backward, from]);
}

function cacheKeyOf({ productId, page }: ReviewPageKey): string {
  return `${productId} ${kindOf(page)}`;
}
