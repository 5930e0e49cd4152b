import { changed, ofList } from "#gateway/cache/tags.ts";
import type { EventOf, Events } from "#schema/events.ts";

type AnyEvent = { [Topic in keyof Events]: EventOf<Topic> }[keyof Events];

/** Which kept answers an event makes untrue. */
export function tagsOfEvent({ type, data }: AnyEvent): string[] {
  switch (type) {
    case "ProductChanged":
      return [
        ...changed("Product", data.productId),
        ...data.variantIds.flatMap((id) => changed("Variant", id)),
        ofList("Product"),
      ];
    case "StockChanged":
      return changed("Variant", data.variantId);
    case "ReviewPublished":
      return changed("Product", data.productId);
    case "OrderPlaced":
    case "OrderConfirmed":
    case "OrderProcessing":
    case "OrderShipped":
    case "OrderDelivered":
    case "OrderCancelled":
    case "OrderRefunded":
    case "OrderClaimed":
      return [...changed("Order", data.orderId), ofList("Order")];
    case "PaymentSucceeded":
    case "PaymentFailed":
    case "RefundSucceeded":
      return [...changed("Payment", data.paymentId), ...changed("Order", data.orderId)];
    case "UserRegistered":
      return [];
  }
}
