import type { NewEventOf } from "#schema/events.ts";
import type { Review } from "./review.ts";

export function reviewPublished(review: Review, requestId: string): NewEventOf<"reviews"> {
  const { id, productId, stars, version, createdAt } = review;
  return {
    type: "ReviewPublished",
    aggregateId: id,
    sequence: version,
    occurredAt: createdAt,
    requestId,
    data: { reviewId: id, productId, stars },
  };
}
