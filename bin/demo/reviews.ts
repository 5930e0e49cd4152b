import { createHash } from "node:crypto";
import { seededId } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { ok } from "#kernel/result.ts";
import type { Review, Stars } from "#subgraphs/reviews/domain/review.ts";
import { reviewPublished } from "#subgraphs/reviews/domain/review-published.ts";
import type { ReviewStore } from "#subgraphs/reviews/ports.ts";
import { demoProducts } from "./products.ts";
import { reviewers, words } from "./review-words.ts";

/** More than a page, so that the demo shop shows how pages work. */
const REVIEWS_OF_FAVOURITE = 24;
const REVIEWS_MAX = 9;
/** One product in so many has no review yet. */
const UNREVIEWED_EVERY = 8;
const FIRST_DAY_MS = Date.UTC(2026, 1, 1);
const DAYS = 240;
const DAY_MS = 86_400_000;

/** Writes the demo shop's reviews that are not there yet. */
export async function seedReviews(store: ReviewStore): Promise<void> {
  const all = demoReviews();
  const there = new Set((await store.findReviews(all.map(({ id }) => id))).map(({ id }) => id));
  const missing = all.filter(({ id }) => !there.has(id));
  if (missing.length === 0) return;
  await store.transact(async (tx) => {
    for (const review of missing) {
      await tx.insertReview(review);
      tx.emit(reviewPublished(review, "demo"));
    }
    return ok();
  });
}

function demoReviews(): Review[] {
  const onSale = demoProducts.filter(({ status }) => status === undefined);
  return onSale.flatMap(({ slug }, index) => {
    if (index % UNREVIEWED_EVERY === UNREVIEWED_EVERY - 1) return [];
    const count = index === 0 ? REVIEWS_OF_FAVOURITE : 1 + diceOf(slug)(REVIEWS_MAX);
    return Array.from({ length: count }, (_, nth) => demoReview(slug, nth));
  });
}

/** The words follow from the product's slug and the review's number alone, so that they are the same every time. */
function demoReview(slug: string, nth: number): Review {
  const roll = diceOf(`${slug} ${nth}`);
  const stars = STARS[roll(STARS.length)]!;
  const said = words[stars][roll(words[stars].length)]!;
  const createdAt = new Date(FIRST_DAY_MS + roll(DAYS) * DAY_MS + roll(DAY_MS));
  const reviewer = reviewers[(nth + slug.length) % reviewers.length]!;
  return {
    id: seededId(PREFIXES.Review, `${slug} ${nth}`),
    productId: seededId(PREFIXES.Product, slug),
    authorId: seededId(PREFIXES.User, reviewer),
    stars,
    ...said,
    authorName: reviewer,
    isVerifiedPurchase: roll(5) > 0,
    createdAt,
    updatedAt: createdAt,
    version: 1,
  };
}

/** Most people who write are content. */
const STARS: readonly Stars[] = [5, 5, 5, 5, 4, 4, 4, 3, 2, 1];

/** A dice that falls the same way for the same name: each throw gives 0 to `sides` − 1. */
function diceOf(name: string): (sides: number) => number {
  let state = createHash("sha256").update(name).digest();
  return (sides) => {
    state = createHash("sha256").update(state).digest();
    return state.readUInt32BE() % sides;
  };
}
