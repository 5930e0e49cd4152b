import type { Id } from "#kernel/id.ts";
import type { Money } from "#kernel/money.ts";
import type { PostalAddress } from "./address.ts";
import type { SelectedOption } from "./facts.ts";
import type { Totals } from "./pricing.ts";

export type OrderStatus = "PENDING" | "CONFIRMED" | "PROCESSING" | "SHIPPED" | "DELIVERED" | "CANCELLED" | "REFUNDED";

export type CancelReason = "CUSTOMER" | "STAFF" | "PAYMENT_EXPIRED";

/** What was sold stays as sold: nothing here follows the catalogue. */
export interface Order {
  readonly id: Id;
  /** `A7K3-92QF`. */
  readonly number: string;
  /** `usr_…` or `gst_…`. */
  readonly owner: Id;
  readonly status: OrderStatus;
  readonly cancelReason: CancelReason | null;
  readonly email: string;
  readonly currency: string;
  readonly totals: Totals;
  readonly shippingAddress: PostalAddress;
  readonly billingAddress: PostalAddress;
  readonly salesChannel: string;
  readonly externalRef: string | null;
  readonly placedAt: Date;
  readonly updatedAt: Date;
  /** Null once it no longer waits for a payment. */
  readonly paymentDueBy: Date | null;
  readonly version: number;
  /** Of the newest row of the timeline. */
  readonly sequence: number;
}

export interface OrderLine {
  readonly id: Id;
  readonly orderId: Id;
  readonly variantId: Id;
  readonly productId: Id;
  readonly sku: string;
  readonly title: string;
  readonly imageUrl: string | null;
  readonly options: readonly SelectedOption[];
  readonly quantity: number;
  readonly unitPrice: Money;
  readonly tax: Money;
  readonly total: Money;
}

/** Who moved the order. */
export type Actor = "CUSTOMER" | "STAFF" | "PAYMENTS" | "CLOCK";

/** One row of the timeline: the status it had, the status it got. */
export interface TimelineEntry {
  readonly orderId: Id;
  /** 1, 2, 3 … */
  readonly sequence: number;
  readonly occurredAt: Date;
  readonly fromStatus: OrderStatus | null;
  readonly status: OrderStatus;
  readonly actor: Actor;
  /** The person or service, for the audit; never shown. */
  readonly actorId: string | null;
  readonly note: string | null;
}
