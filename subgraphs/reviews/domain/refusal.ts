import type { CommonRefusal } from "#kernel/user-error.ts";
import type { Review } from "./review.ts";

/** Why a review was not written or changed. */
export type ReviewRefusal = CommonRefusal | { readonly type: "AlreadyReviewed"; readonly review: Review };
