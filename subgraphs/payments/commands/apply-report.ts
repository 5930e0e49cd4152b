import type { Id } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import type { ChargeReport } from "../domain/charge.ts";
import { eventOf } from "../domain/payment-transitions.ts";
import type { Ports, StoredWebhook } from "../ports.ts";
import { type Advanced, advancePayment } from "./advance-payment.ts";

/** What a provider says of the charge of a payment. */
export interface ChargeNews {
  readonly paymentId: Id;
  readonly provider: string;
  readonly report: ChargeReport;
  /** The webhook that says so, marked as done with it. */
  readonly webhook?: Pick<StoredWebhook, "provider" | "eventId">;
}

/** One transaction: the news takes effect once. Undefined for an unknown payment, and for a webhook that is done. */
export async function applyReport(
  ports: Ports,
  { paymentId, provider, report, webhook }: ChargeNews,
  requestId: string,
): Promise<Advanced | undefined> {
  const { store, clock } = ports;
  const applied = await store.transact<Advanced | undefined, never>(async (tx) => {
    if (webhook && !(await tx.takeWebhook(webhook, clock.now()))) return ok(undefined);
    const held = await tx.lockPayment(paymentId);
    if (!held || held.payment.provider !== provider) return ok(undefined);
    const event = eventOf(report, held.account);
    if (!event) return ok({ payment: held.payment, errands: [] });
    return ok(await advancePayment(tx, held.payment, event, ports, requestId));
  });
  return applied.ok ? applied.value : undefined;
}
