import type { Id } from "#kernel/id.ts";
import type { Money } from "#kernel/money.ts";
import type { RefundReport } from "./charge.ts";

export const REFUNDS_PER_PAYMENT_MAX = 100;

/** Money of a payment that goes back. */
export interface Refund {
  readonly id: Id;
  readonly paymentId: Id;
  readonly amount: Money;
  readonly status: RefundStatus;
  readonly reason: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** The member of staff, or `service:payments` for what goes back by itself. */
  readonly createdBy: string;
}

export type RefundStatus = "PENDING" | "SUCCEEDED" | "FAILED";
export type RefundEffect = "tellSucceeded" | "tellFailed";

interface RefundStep {
  readonly status: RefundStatus;
  readonly effect: RefundEffect;
}

/** Whatever is not here has no effect. */
const TRANSITIONS: Readonly<Record<RefundStatus, Partial<Record<RefundReport["type"], RefundStep>>>> = {
  PENDING: {
    succeeded: { status: "SUCCEEDED", effect: "tellSucceeded" },
    failed: { status: "FAILED", effect: "tellFailed" },
  },
  SUCCEEDED: {},
  FAILED: {},
};

/** The refund's state after the provider's report, or undefined when it changes nothing. */
export function refundTransition(status: RefundStatus, report: RefundReport): RefundStep | undefined {
  return TRANSITIONS[status][report.type];
}

export function draftRefund(
  origin: Pick<Refund, "id" | "paymentId" | "amount" | "reason" | "createdBy">,
  now: Date,
): Refund {
  return { ...origin, status: "PENDING", createdAt: now, updatedAt: now };
}
