import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { checkInput, commonUserError } from "#kernel/user-error.ts";
import { createReview } from "../commands/create-review.ts";
import { updateReview } from "../commands/update-review.ts";
import type { ReviewRefusal } from "../domain/refusal.ts";
import type { Review } from "../domain/review.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";
import { reviewCreateInput, reviewUpdateInput } from "./review-input.ts";

export function mutationResolvers(ports: Ports): MutationResolvers {
  return {
    reviewCreate: async (_parent, { input }, context) => {
      const checked = checkInput(reviewCreateInput, input);
      if (!checked.ok) return refused(checked.refusal);
      const { productId, stars, title, body, authorName, idempotencyKey } = checked.value;
      const { idempotencyKey: _key, ...args } = input;
      const words = { stars, title, body };
      const command = { authorId: authorOf(context), productId, words, authorName, idempotencyKey, args };
      return answer(await createReview(ports, command, context));
    },
    reviewUpdate: async (_parent, { input }, context) => {
      const checked = checkInput(reviewUpdateInput, input);
      if (!checked.ok) return refused(checked.refusal);
      const { id, expectedVersion, ...words } = checked.value;
      return answer(await updateReview(ports, { authorId: authorOf(context), id, expectedVersion, words }, context));
    },
  };
}

/** The scope `account` belongs to customers, who have a subject. */
function authorOf({ caller }: Context): Id {
  return caller.subject!;
}

function answer(result: Result<Review, ReviewRefusal>) {
  return result.ok ? { review: result.value, errors: [] } : refused([result.refusal]);
}

function refused(refusals: readonly ReviewRefusal[]) {
  return { review: null, errors: refusals.map(userErrorOf) };
}

function userErrorOf(refusal: ReviewRefusal) {
  if (refusal.type !== "AlreadyReviewed") return commonUserError(refusal) as Exclude<CommonUserError, LimitExceeded>;
  const message = "You have reviewed this product before. Change that review instead.";
  const { review } = refusal;
  return {
    __typename: "AlreadyReviewedError",
    code: "ALREADY_REVIEWED",
    message,
    path: ["productId"],
    review,
  } as const;
}

type CommonUserError = ReturnType<typeof commonUserError>;
/** Nothing is counted here, so `ReviewError` has no such member. */
type LimitExceeded = { readonly __typename: "LimitExceededError" };
