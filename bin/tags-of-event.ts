import { changed, ofList } from "#gateway/cache/tags.ts";
import type { EventOf, Events } from "#schema/events.ts";

type TagsOf = {
  readonly [Topic in keyof Events]: {
    readonly [Type in keyof Events[Topic] & string]: (data: EventOf<Topic, Type>["data"]) => string[];
  };
};

const order = ({ orderId }: { orderId: string }) => [...changed("Order", orderId), ofList("Order")];
const payment = ({ paymentId, orderId }: { paymentId: string; orderId: string }) => [
  ...changed("Payment", paymentId),
  ...changed("Order", orderId),
];

/** Which kept answers an event makes untrue, by its topic and type. */
export const tagsOfEvent: TagsOf = {
  users: { UserRegistered: () => [] },
  catalog: {
    ProductChanged: ({ productId, variantIds }) => [
      ...changed("Product", productId),
      ...variantIds.flatMap((id) => changed("Variant", id)),
      ofList("Product"),
    ],
    CategoryCreated: ({ parentId }) => [
      ...(parentId === null ? [] : changed("Category", parentId)),
      ofList("Category"),
    ],
  },
  inventory: { StockChanged: ({ variantId }) => changed("Variant", variantId) },
  orders: {
    OrderPlaced: order,
    OrderConfirmed: order,
    OrderProcessing: order,
    OrderShipped: order,
    OrderDelivered: order,
    OrderCancelled: order,
    OrderRefunded: order,
    OrderClaimed: order,
  },
  payments: { PaymentSucceeded: payment, PaymentFailed: payment, RefundSucceeded: payment },
  reviews: {
    ReviewPublished: ({ productId }) => changed("Product", productId),
    ReviewChanged: ({ reviewId, productId }) => [...changed("Review", reviewId), ...changed("Product", productId)],
  },
};
