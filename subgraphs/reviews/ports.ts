import type { CallScope } from "#kernel/ask.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Cursors, CursorValues } from "#kernel/cursor.ts";
import type { Transaction } from "#kernel/database.ts";
import type { Id, Ids } from "#kernel/id.ts";
import type { Page } from "#kernel/connection.ts";
import type { Result } from "#kernel/result.ts";
import type { NewEventOf } from "#schema/events.ts";
import type { StarCounts } from "./domain/rating.ts";
import type { Review } from "./domain/review.ts";

export interface Ports {
  readonly store: ReviewStore;
  readonly products: Products;
  readonly purchases: Purchases;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly cursors: Cursors;
}

/** The catalogue, as far as reviews needs it. */
export interface Products {
  /** Whether it is or was on sale: a draft is not there yet, what was archived was sold. */
  isKnown(productId: Id, scope: CallScope): Promise<boolean>;
}

/** The orders, as far as reviews needs them. */
export interface Purchases {
  /** Whether a delivered order of this customer has the product. */
  hasReceived(customerId: Id, productId: Id, scope: CallScope): Promise<boolean>;
}

/** Reviews and what they add up to. Ids of another kind, or malformed, are simply unknown. */
export interface ReviewStore {
  /** A refusal rolls back as a fault does; the work may run again, so it does nothing outside. */
  transact<Value, Refusal>(
    work: (tx: ReviewTransaction) => Promise<Result<Value, Refusal>>,
  ): Promise<Result<Value, Refusal>>;
  /** Those that exist, in any order. */
  findReviews(ids: readonly Id[]): Promise<Review[]>;
  /** Equals a recount of the product's reviews at every moment; products without reviews are left out. */
  findStarCounts(productIds: readonly Id[]): Promise<ProductStars[]>;
  /** Of each product up to `limit + 1` reviews, newest first (oldest first when backward), the page being the same for all. */
  listReviews(productIds: readonly Id[], page: Omit<Page, "list">): Promise<ListedReview[]>;
}

export interface ProductStars {
  readonly productId: Id;
  readonly counts: StarCounts;
}

export interface ListedReview {
  readonly productId: Id;
  readonly keys: CursorValues;
  readonly node: Review;
}

export interface ReviewTransaction extends Pick<Transaction, "claim"> {
  findReview(id: Id): Promise<Review | undefined>;
  /** Until the end of the transaction nobody else changes it. */
  lockReview(id: Id): Promise<Review | undefined>;
  /** The author's review of the product: this one, now inserted and counted, or the one that was there before. */
  insertReview(review: Review): Promise<Review>;
  /** Writes `after` over the locked `before` and counts its stars anew. */
  updateReview(before: Review, after: Review): Promise<void>;
  emit(event: NewEventOf<"reviews">): void;
}
