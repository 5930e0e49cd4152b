import { type Id, uuidOf } from "#kernel/id.ts";
import { add, type Money } from "#kernel/money.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { claimRefusal, invalidInput, notFound } from "#kernel/user-error.ts";
import { nextCheckAt } from "../domain/checks.ts";
import { type Payment, refundableOf } from "../domain/payment.ts";
import { draftRefund, type Refund, REFUNDS_PER_PAYMENT_MAX } from "../domain/refund.ts";
import type { PaymentRefusal } from "../domain/refusal.ts";
import type { PaymentTransaction, Ports } from "../ports.ts";
import { runErrands } from "./run-errands.ts";

export interface RequestRefund {
  /** The member of staff. */
  readonly caller: Id;
  readonly paymentId: Id;
  /** Null for all that is left. */
  readonly amount: Money | null;
  readonly reason: string;
  readonly idempotencyKey: string;
  /** The other arguments as the client sent them. */
  readonly args: unknown;
  readonly dryRun: boolean;
}

export interface RequestedRefund {
  readonly payment: Payment;
  /** All of the payment, oldest first; a dry run's own is among them. */
  readonly refunds: readonly Refund[];
}

type Requested = RequestedRefund & { readonly requested: Refund | undefined };
type DryRun = { readonly type: "DryRun"; readonly answer: RequestedRefund };

/** Sends money back: the amount is set aside under the payment's lock, so that no two refunds send the same. */
export async function requestRefund(
  ports: Ports,
  command: RequestRefund,
  requestId: string,
): Promise<Result<RequestedRefund, PaymentRefusal>> {
  // What is no id is not written anywhere, not even beside a key.
  if (uuidOf(PREFIXES.Payment, command.paymentId) === undefined) return err(notFound(["paymentId"], command.paymentId));
  const id = ports.ids.next(PREFIXES.Refund);
  const kept = await ports.store.transact<Requested, PaymentRefusal | DryRun>(async (tx) => {
    const { caller, paymentId, idempotencyKey: key, args } = command;
    const claimed = await tx.claim({ caller, mutation: "paymentRefund", key, args, kept: { paymentId } });
    if (claimed.type === "repeated") return ok(await readAgain(tx, claimed.kept.paymentId));
    if (claimed.type !== "first") return err(claimRefusal(claimed));

    const written = await setAside(tx, command, id, ports.clock.now());
    return written.ok && command.dryRun ? err({ type: "DryRun", answer: written.value }) : written;
  });
  if (!kept.ok) return kept.refusal.type === "DryRun" ? ok(kept.refusal.answer) : err(kept.refusal);

  const { payment, refunds, requested } = kept.value;
  if (requested)
    await runErrands(ports, [{ type: "refund", refund: requested, provider: payment.provider }], requestId);
  return ok({ payment, refunds });
}

async function setAside(
  tx: PaymentTransaction,
  { caller, paymentId, amount, reason }: RequestRefund,
  id: Id,
  now: Date,
): Promise<Result<Requested, PaymentRefusal>> {
  const held = await tx.lockPayment(paymentId);
  if (!held) return err(notFound(["paymentId"], paymentId));
  const { payment: before } = held;
  if (amount && amount.currency !== before.amount.currency)
    return err(invalidInput(["amount", "currency"], `The payment was in ${before.amount.currency}.`));
  const refundable = refundableOf(before);
  const asked = amount ?? refundable;
  if (asked.minorUnits <= 0n || asked.minorUnits > refundable.minorUnits)
    return err({ type: "AmountTooLarge", refundable });
  const earlier = await tx.findRefundsOfPayment(before.id);
  if (earlier.length >= REFUNDS_PER_PAYMENT_MAX) {
    const message = `A payment can be refunded in at most ${REFUNDS_PER_PAYMENT_MAX} parts.`;
    return err({ type: "LimitExceeded", path: ["paymentId"], limit: REFUNDS_PER_PAYMENT_MAX, message });
  }

  const requested = draftRefund({ id, paymentId: before.id, amount: asked, reason, createdBy: caller }, now);
  const payment = { ...before, refunding: add(before.refunding, asked), updatedAt: now };
  await tx.updatePayment(payment, null);
  await tx.insertRefund(requested, nextCheckAt(now, now));
  return ok({ payment, refunds: [...earlier, requested], requested });
}

async function readAgain(tx: PaymentTransaction, paymentId: Id): Promise<Requested> {
  const payment = await tx.findPayment(paymentId);
  if (!payment) throw new Error(`The payment ${paymentId} was kept under an idempotency key and is gone`);
  return { payment, refunds: await tx.findRefundsOfPayment(payment.id), requested: undefined };
}
