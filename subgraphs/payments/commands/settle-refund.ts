import type { Id } from "#kernel/id.ts";
import { add, subtract } from "#kernel/money.ts";
import { ok } from "#kernel/result.ts";
import type { RefundReport } from "../domain/charge.ts";
import { isOpen, type Payment } from "../domain/payment.ts";
import { type Refund, type RefundStatus, refundTransition } from "../domain/refund.ts";
import { refundSucceeded } from "../domain/told.ts";
import type { PaymentTransaction, Ports, StoredWebhook } from "../ports.ts";

export interface SettleRefund {
  readonly refundId: Id;
  readonly provider: string;
  readonly report: RefundReport;
  /** The webhook that says so, marked as done with it. */
  readonly webhook?: Pick<StoredWebhook, "provider" | "eventId">;
}

/** What a provider says of a refund takes effect, once. */
export async function settleRefund(
  { store, clock, log }: Pick<Ports, "store" | "clock" | "log">,
  { refundId, provider, report, webhook }: SettleRefund,
  requestId: string,
): Promise<void> {
  const now = clock.now();
  await store.transact<void, never>(async (tx) => {
    if (webhook && !(await tx.takeWebhook(webhook, now))) return ok();
    const held = await tx.lockRefund(refundId);
    if (!held || held.payment.provider !== provider) return ok();
    const step = refundTransition(held.refund.status, report);
    if (!step) return ok();

    const refund = { ...held.refund, status: step.status, updatedAt: now };
    const payment = { ...afterRefund(held.payment, refund, step.status), updatedAt: now };
    const sequence = await tx.settleRefund(refund, payment);
    if (step.effect === "tellSucceeded") {
      const isAll = await isAllBack(tx, payment);
      tx.emit(refundSucceeded(refund, payment, isAll, { sequence, occurredAt: now, requestId }));
    } else log.error({ refundId, provider }, "a provider refused a refund: somebody has to look at it");
    return ok();
  });
}

function afterRefund(payment: Payment, { amount }: Refund, status: RefundStatus): Payment {
  const refunding = subtract(payment.refunding, amount);
  return status === "SUCCEEDED"
    ? { ...payment, refunding, refunded: add(payment.refunded, amount) }
    : { ...payment, refunding };
}

/** Nothing of what was paid for the order is left, and nothing more is coming. */
async function isAllBack(tx: PaymentTransaction, settled: Payment): Promise<boolean> {
  const payments = await tx.findPaymentsOfOrder(settled.orderId);
  return payments.every((payment) => {
    if (payment.state.status !== "SUCCEEDED") return !isOpen(payment);
    return payment.refunded.minorUnits === payment.amount.minorUnits;
  });
}
