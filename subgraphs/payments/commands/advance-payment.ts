import { add, type Money } from "#kernel/money.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { firstCheckAt, nextCheckAt } from "../domain/checks.ts";
import { type Payment, refundableOf } from "../domain/payment.ts";
import { type PaymentEvent, type PaymentStep, transition } from "../domain/payment-transitions.ts";
import { draftRefund, type Refund } from "../domain/refund.ts";
import { type Moment, paymentFailed, paymentSucceeded } from "../domain/told.ts";
import type { Ports, PaymentTransaction } from "../ports.ts";

/** What is to be asked of the provider once the transaction is kept. A job asks again until it is done. */
export type Errand =
  | { readonly type: "refund"; readonly refund: Refund; readonly provider: string }
  | { readonly type: "cancelCharge"; readonly payment: Payment };

export interface Advanced {
  readonly payment: Payment;
  readonly errands: readonly Errand[];
}

/** Takes a locked payment through one event: the one way its state ever changes. */
export async function advancePayment(
  tx: PaymentTransaction,
  before: Payment,
  event: PaymentEvent,
  { clock, ids }: Pick<Ports, "clock" | "ids">,
  requestId: string,
): Promise<Advanced> {
  const now = clock.now();
  const step = transition(before.state, event);
  if (!step) return { payment: before, errands: [] };

  const changed = { ...before, state: step.state, updatedAt: now };
  const back = moneyBack(changed, step);
  const payment = back ? { ...changed, refunding: add(changed.refunding, back) } : changed;
  const sequence = await tx.updatePayment(payment, firstCheckAt(payment, step.effects, now));
  tell(tx, payment, step, { sequence, occurredAt: now, requestId });
  const errands: Errand[] = step.effects.includes("cancelCharge") ? [{ type: "cancelCharge", payment }] : [];
  if (back) {
    const id = ids.next(PREFIXES.Refund);
    const reason = reasonOf(event);
    const refund = draftRefund({ id, paymentId: payment.id, amount: back, reason, createdBy: OURSELVES }, now);
    await tx.insertRefund(refund, nextCheckAt(now, now));
    errands.push({ type: "refund", refund, provider: payment.provider });
  }
  return { payment, errands };
}

const OURSELVES = "service:payments";

function moneyBack(payment: Payment, { effects }: PaymentStep): Money | undefined {
  const left = refundableOf(payment);
  return effects.includes("refundWhatIsLeft") && left.minorUnits > 0n ? left : undefined;
}

function tell(tx: PaymentTransaction, payment: Payment, { effects }: PaymentStep, moment: Moment): void {
  if (effects.includes("tellSucceeded")) tx.emit(paymentSucceeded(payment, moment));
  if (effects.includes("tellFailed") && payment.state.status === "FAILED")
    tx.emit(paymentFailed(payment, payment.state.failure, moment));
}

function reasonOf({ type }: PaymentEvent): string {
  return type === "succeeded" ? "The payment had been given up when its money came." : "The order was cancelled.";
}
