import { nextCheckAt, wasNeverCharged } from "../domain/checks.ts";
import type { Payment } from "../domain/payment.ts";
import type { DueRefund, Ports, StoredWebhook } from "../ports.ts";
import { askProvider } from "./ask-provider.ts";
import { actOnStoredWebhook } from "./receive-webhook.ts";
import { runErrands } from "./run-errands.ts";
import { settlePayment } from "./settle-payment.ts";

/** Of each kind in one run; what is left comes with the next. */
const BATCH_MAX = 20;

/**
 * Finds out what nobody has told: payments that did not settle, refunds and cancellations the provider has not
 * confirmed, webhooks that were stored and not acted on. One that fails is logged and comes again later.
 */
export async function reconcile(ports: Ports, requestId: string): Promise<void> {
  const { store, clock, log } = ports;
  const { payments, refunds, webhooks } = await store.findDue(clock.now(), BATCH_MAX);
  const checks = [
    ...webhooks.map((webhook) => checkWebhook(ports, webhook, requestId)),
    ...payments.map((payment) => checkPayment(ports, payment, requestId)),
    ...refunds.map((due) => checkRefund(ports, due, requestId)),
  ];
  for (const outcome of await Promise.allSettled(checks)) {
    if (outcome.status === "rejected") log.error({ error: outcome.reason, requestId }, "reconciliation failed");
  }
}

/** The next look is written down before this one, so that one that always fails does not hold up the others. */
async function checkPayment(ports: Ports, payment: Payment, requestId: string): Promise<void> {
  const { store, clock } = ports;
  const { id, provider } = payment;
  const now = clock.now();
  await store.checkPaymentAt(payment, nextCheckAt(payment.updatedAt, now));
  if (payment.state.status === "CANCELLED") return runErrands(ports, [{ type: "cancelCharge", payment }], requestId);

  const asked = await askProvider(ports, provider, (to) => to.findCharge(id));
  if (!asked.answered) return;
  const never = { type: "failed", failure: "PROVIDER_UNAVAILABLE" } as const;
  const report = asked.answer ?? (wasNeverCharged(payment, now) ? never : undefined);
  if (report) await settlePayment(ports, { paymentId: id, provider, report }, requestId);
  if (payment.state.status === "FAILED") await store.checkPaymentAt(payment, null);
}

async function checkRefund(ports: Ports, { refund, provider }: DueRefund, requestId: string): Promise<void> {
  await ports.store.checkRefundAt(refund.id, nextCheckAt(refund.createdAt, ports.clock.now()));
  await runErrands(ports, [{ type: "refund", refund, provider }], requestId);
}

async function checkWebhook(ports: Ports, webhook: StoredWebhook, requestId: string): Promise<void> {
  await ports.store.checkWebhookAt(webhook, nextCheckAt(webhook.receivedAt, ports.clock.now()));
  await actOnStoredWebhook(ports, webhook, requestId);
}
