import type { NewEventOf } from "#schema/events.ts";
import type { Review } from "./review.ts";

export function reviewChanged(review: Review, requestId: string): NewEventOf<"reviews"> {
  const { id, productId, stars, version, updatedAt } = review;
  return {
    type: "ReviewChanged",
    aggregateId: id,
    sequence: version,
    occurredAt: updatedAt,
    requestId,
    data: { reviewId: id, productId, stars },
  };
}
