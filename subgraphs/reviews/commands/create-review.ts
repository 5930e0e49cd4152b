import type { CallScope } from "#kernel/ask.ts";
import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { claimRefusal, notFound } from "#kernel/user-error.ts";
import type { ReviewRefusal } from "../domain/refusal.ts";
import { draftReview, type Review, type ReviewWords } from "../domain/review.ts";
import { reviewPublished } from "../domain/review-published.ts";
import type { Ports, ReviewTransaction } from "../ports.ts";

export interface CreateReview {
  readonly authorId: Id;
  readonly productId: Id;
  readonly words: ReviewWords;
  readonly authorName: string | null;
  readonly idempotencyKey: string;
  /** The other arguments as the client sent them. */
  readonly args: unknown;
}

/** Keeps a customer's one review of a product. Whether it is a verified purchase is decided now and for good. */
export async function createReview(
  { store, products, purchases, clock, ids }: Ports,
  command: CreateReview,
  scope: CallScope,
): Promise<Result<Review, ReviewRefusal>> {
  const { authorId, productId, authorName } = command;
  const unknownProduct = err(notFound(["productId"], productId));
  if (uuidOf(PREFIXES.Product, productId) === undefined) return unknownProduct;
  const [isKnown, isVerifiedPurchase] = await Promise.all([
    products.isKnown(productId, scope),
    purchases.hasReceived(authorId, productId, scope),
  ]);
  if (!isKnown) return unknownProduct;

  const origin = { id: ids.next(PREFIXES.Review), productId, authorId, authorName, isVerifiedPurchase };
  const review = draftReview(origin, command.words, clock.now());
  return store.transact<Review, ReviewRefusal>(async (tx) => {
    const { authorId: caller, idempotencyKey: key, args } = command;
    const outcome = await tx.claim({ caller, mutation: "reviewCreate", key, args, kept: { reviewId: review.id } });
    if (outcome.type === "repeated") return ok(await readKept(tx, outcome.kept.reviewId));
    if (outcome.type !== "first") return err(claimRefusal(outcome));

    const kept = await tx.insertReview(review);
    if (kept.id !== review.id) return err({ type: "AlreadyReviewed", review: kept });
    tx.emit(reviewPublished(review, scope.requestId));
    return ok(review);
  });
}

async function readKept(tx: ReviewTransaction, id: Id): Promise<Review> {
  const review = await tx.findReview(id);
  if (!review) throw new Error(`The review ${id} was kept under an idempotency key and is gone`);
  return review;
}
