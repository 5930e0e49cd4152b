import type { Id } from "#kernel/id.ts";
import { type Money, subtract, zero } from "#kernel/money.ts";
import type { FailureCode } from "./failure.ts";

/** One try to pay an order in full. */
export interface Payment {
  readonly id: Id;
  readonly orderId: Id;
  /** Whoever owns the order now: `usr_…` or `gst_…`. */
  readonly owner: Id;
  /** The provider's code. */
  readonly provider: string;
  readonly amount: Money;
  readonly state: PaymentState;
  /** What has gone back. */
  readonly refunded: Money;
  /** What is on its way back: its PENDING refunds. */
  readonly refunding: Money;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The subject who started it. */
  readonly createdBy: Id;
}

export type PaymentState =
  | { readonly status: "PROCESSING" }
  | { readonly status: "REQUIRES_ACTION"; readonly nextAction: NextAction }
  /** Not wanted: it came when the order was closed or settled otherwise, and goes back in full. */
  | { readonly status: "SUCCEEDED"; readonly wanted: boolean }
  | { readonly status: "FAILED"; readonly failure: FailureCode }
  | { readonly status: "CANCELLED" };

export type PaymentStatus = PaymentState["status"];

export interface NextAction {
  readonly kind: "REDIRECT";
  readonly redirectUrl: string;
  readonly expiresAt: Date;
}

export interface PaymentOrigin extends Pick<Payment, "id" | "orderId" | "owner" | "provider" | "amount"> {}

/** A payment before anybody was asked for money. */
export function draftPayment(origin: PaymentOrigin, now: Date): Payment {
  const { id, orderId, owner, provider, amount } = origin;
  const nothing = zero(amount.currency);
  const state: PaymentState = { status: "PROCESSING" };
  const money = { amount, refunded: nothing, refunding: nothing };
  return { id, orderId, owner, provider, ...money, state, createdAt: now, updatedAt: now, createdBy: owner };
}

/** Whether it may still bring money by itself. */
export function isOpen({ state: { status } }: Payment): boolean {
  return status === "PROCESSING" || status === "REQUIRES_ACTION";
}

/** What came and neither went back nor is on its way back. */
export function refundableOf(payment: Payment): Money {
  if (payment.state.status !== "SUCCEEDED") return zero(payment.amount.currency);
  return subtract(subtract(payment.amount, payment.refunded), payment.refunding);
}
