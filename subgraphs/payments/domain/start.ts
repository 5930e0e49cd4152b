import type { Id } from "#kernel/id.ts";
import type { Money } from "#kernel/money.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { OrderAccount } from "./order-account.ts";
import type { Payment } from "./payment.ts";
import type { PaymentRefusal } from "./refusal.ts";

export const PAYMENTS_PER_ORDER_MAX = 50;

/** An order as orders tells it to payments. */
export interface PayableOrder {
  readonly orderId: Id;
  readonly owner: Id;
  readonly isPending: boolean;
  readonly total: Money;
  readonly paymentDueBy: Date | null;
}

export interface Start {
  /** The payment that is given up for the new one. */
  readonly replaced: Payment | undefined;
}

/**
 * Whether another payment of the order may start now. One that is PROCESSING holds it up, because its money may have
 * moved already: to answer it instead would let the buyer think that the new token was used. One that waits for the
 * buyer is given up, so that a closed bank page does not lock the order.
 */
export function decideStart(
  order: PayableOrder,
  { closedAt }: Pick<OrderAccount, "closedAt">,
  payments: readonly Payment[],
  now: Date,
): Result<Start, PaymentRefusal> {
  const { orderId, isPending, total, paymentDueBy } = order;
  const nothingDue = (because: Extract<PaymentRefusal, { type: "NothingDue" }>["because"]) =>
    err({ type: "NothingDue", orderId, because } as const);
  if (payments.some(({ state }) => state.status === "SUCCEEDED" && state.wanted)) return nothingDue("paid");
  if (!isPending || closedAt || total.minorUnits <= 0n) return nothingDue("notPending");
  if (paymentDueBy && paymentDueBy <= now) return nothingDue("pastDue");
  if (payments.some(({ state }) => state.status === "PROCESSING")) return nothingDue("inProcess");
  if (payments.length >= PAYMENTS_PER_ORDER_MAX) {
    const message = `At most ${PAYMENTS_PER_ORDER_MAX} payments can be started for one order. Place a new one.`;
    return err({ type: "LimitExceeded", path: ["orderId"], limit: PAYMENTS_PER_ORDER_MAX, message });
  }
  return ok({ replaced: payments.find(({ state }) => state.status === "REQUIRES_ACTION") });
}
