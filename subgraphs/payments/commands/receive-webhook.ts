import { ok } from "#kernel/result.ts";
import { nextCheckAt } from "../domain/checks.ts";
import type { PaymentProvider, Ports, StoredWebhook, Webhook, WebhookMessage } from "../ports.ts";
import { settlePayment } from "./settle-payment.ts";
import { settleRefund } from "./settle-refund.ts";

/** Verifies, stores, then acts: whatever breaks after the store is done later by a job. False when it is not genuine. */
export async function receiveWebhook(
  ports: Ports,
  provider: PaymentProvider,
  webhook: Webhook,
  requestId: string,
): Promise<boolean> {
  const now = ports.clock.now();
  if (!(await provider.isGenuine(webhook, now))) return false;
  const body = webhook.body.toString("utf8");
  const message = provider.readWebhook(body);
  if (!message) return false;
  const stored = { provider: provider.code, eventId: message.eventId, body, receivedAt: now };
  const { isDone } = await ports.store.keepWebhook(stored, nextCheckAt(now, now));
  if (!isDone) await actOnWebhook(ports, provider, message, requestId);
  return true;
}

/** The same for one that was stored before. */
export async function actOnStoredWebhook(ports: Ports, stored: StoredWebhook, requestId: string): Promise<void> {
  const provider = ports.providers.find(({ code }) => code === stored.provider);
  const message = provider?.readWebhook(stored.body);
  if (provider && message) return actOnWebhook(ports, provider, message, requestId);
  throw new Error(`A webhook of ${stored.provider} cannot be read any more`);
}

async function actOnWebhook(ports: Ports, { code }: PaymentProvider, message: WebhookMessage, requestId: string) {
  const { about, eventId } = message;
  const webhook = { provider: code, eventId };
  switch (about.type) {
    case "charge": {
      const { paymentId, report } = about;
      return void (await settlePayment(ports, { paymentId, provider: code, report, webhook }, requestId));
    }
    case "refund": {
      const { refundId, report } = about;
      return settleRefund(ports, { refundId, provider: code, report, webhook }, requestId);
    }
    case "other":
      return void (await ports.store.transact<boolean, never>(async (tx) =>
        ok(await tx.takeWebhook(webhook, ports.clock.now())),
      ));
  }
}
