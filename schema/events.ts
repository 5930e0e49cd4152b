import type { EventEnvelope, NewEvent } from "#kernel/event.ts";

/**
 * What subgraphs tell each other. The first key is the topic: the subgraph that says it, in the transaction that makes
 * it true. Types are past tense and never change their meaning; data grows by adding members.
 */
export interface Events {
  users: {
    UserRegistered: { userId: string; email: string };
  };
  catalog: {
    /** Anything of a product that a reader may see: its texts, variants, prices, images, status. */
    ProductChanged: {
      productId: string;
      slug: string;
      status: "DRAFT" | "PUBLISHED" | "ARCHIVED";
      variantIds: string[];
    };
    CategoryCreated: { categoryId: string; slug: string; parentId: string | null };
  };
  inventory: {
    StockChanged: { variantId: string; warehouseId: string; onHand: number; reserved: number };
  };
  orders: {
    OrderPlaced: OrderEventData & { total: MoneyData; paymentDueBy: string };
    OrderConfirmed: OrderEventData;
    OrderProcessing: OrderEventData;
    OrderShipped: OrderEventData;
    OrderDelivered: OrderEventData;
    /** Whatever was paid goes back, and whatever is still paid goes back too. */
    OrderCancelled: OrderEventData & { reason: "CUSTOMER" | "STAFF" | "PAYMENT_EXPIRED" };
    /** What was not shipped yet stays in the house: its stock goes back. */
    OrderRefunded: OrderEventData & { wasShipped: boolean };
    /** A guest signed in: the order belongs to the customer from now on. */
    OrderClaimed: OrderEventData & { claimedFrom: string };
  };
  payments: {
    PaymentSucceeded: { paymentId: string; orderId: string; amount: MoneyData };
    PaymentFailed: { paymentId: string; orderId: string; code: string };
    /** `orderFullyRefunded`: nothing of what was paid for the order is left. */
    RefundSucceeded: {
      refundId: string;
      paymentId: string;
      orderId: string;
      amount: MoneyData;
      orderFullyRefunded: boolean;
    };
  };
  reviews: {
    ReviewPublished: { reviewId: string; productId: string; stars: number };
    /** Its author changed its words or stars. */
    ReviewChanged: { reviewId: string; productId: string; stars: number };
  };
}

/** `owner` is `usr_…` or `gst_…`. */
interface OrderEventData {
  orderId: string;
  number: string;
  owner: string;
}

/** Money as JSON: whole minor units within ±(2^53 − 1). */
interface MoneyData {
  minorUnits: number;
  currency: string;
}

type TypesOf<Topic extends keyof Events> = keyof Events[Topic] & string;

/** An event of a topic as a command emits it. */
export type NewEventOf<Topic extends keyof Events, Type extends TypesOf<Topic> = TypesOf<Topic>> = {
  [T in Type]: NewEvent<T, Events[Topic][T]>;
}[Type];

/** An event of a topic as a handler gets it. */
export type EventOf<Topic extends keyof Events, Type extends TypesOf<Topic> = TypesOf<Topic>> = {
  [T in Type]: EventEnvelope<T, Events[Topic][T]>;
}[Type];
