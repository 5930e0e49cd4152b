import type { Id } from "#kernel/id.ts";

/** What a customer thinks of a product. One per author and product. */
export interface Review {
  readonly id: Id;
  readonly productId: Id;
  readonly authorId: Id;
  readonly stars: Stars;
  readonly title: string | null;
  readonly body: string | null;
  /** As the author chose to be shown. */
  readonly authorName: string;
  /** The author had received the product when the review was written; never asked again. */
  readonly isVerifiedPurchase: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

export type Stars = 1 | 2 | 3 | 4 | 5;

export const TITLE_LENGTH_MAX = 120;
export const BODY_LENGTH_MAX = 10_000;
export const AUTHOR_NAME_LENGTH_MAX = 80;

/** How somebody is shown who chose no name. */
const AUTHOR_NAME_DEFAULT = "Customer";

/** What an author writes. */
export interface ReviewWords {
  readonly stars: Stars;
  readonly title: string | null;
  readonly body: string | null;
}

/** Where a new review comes from. */
export interface ReviewOrigin {
  readonly id: Id;
  readonly productId: Id;
  readonly authorId: Id;
  readonly authorName: string | null;
  readonly isVerifiedPurchase: boolean;
}

export function draftReview(origin: ReviewOrigin, words: ReviewWords, now: Date): Review {
  const authorName = origin.authorName ?? AUTHOR_NAME_DEFAULT;
  return { ...origin, ...words, authorName, createdAt: now, updatedAt: now, version: 1 };
}

/** The review with these words; the very same one when they change nothing, so that a repeated call writes nothing. */
export function amendReview(review: Review, words: Partial<ReviewWords>, now: Date): Review {
  const { stars = review.stars, title = review.title, body = review.body } = words;
  if (stars === review.stars && title === review.title && body === review.body) return review;
  return { ...review, stars, title, body, updatedAt: now, version: review.version + 1 };
}
