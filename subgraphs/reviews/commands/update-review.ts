import type { Id } from "#kernel/id.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { notFound } from "#kernel/user-error.ts";
import type { ReviewRefusal } from "../domain/refusal.ts";
import { reviewChanged } from "../domain/review-changed.ts";
import { amendReview, type Review, type ReviewWords } from "../domain/review.ts";
import type { Ports } from "../ports.ts";

export interface UpdateReview {
  readonly authorId: Id;
  readonly id: Id;
  readonly expectedVersion: number | null;
  readonly words: Partial<ReviewWords>;
}

/** Changes words and stars of the author's own review; another's is as unknown as none. */
export async function updateReview(
  { store, clock }: Ports,
  { authorId, id, expectedVersion, words }: UpdateReview,
  { requestId }: { readonly requestId: string },
): Promise<Result<Review, ReviewRefusal>> {
  return store.transact(async (tx) => {
    const before = await tx.lockReview(id);
    if (!before || before.authorId !== authorId) return err(notFound(["id"], id));
    if (expectedVersion !== null && expectedVersion !== before.version)
      return err({ type: "StaleVersion", currentVersion: before.version });

    const after = amendReview(before, words, clock.now());
    if (after === before) return ok(before);
    await tx.updateReview(before, after);
    tx.emit(reviewChanged(after, requestId));
    return ok(after);
  });
}
