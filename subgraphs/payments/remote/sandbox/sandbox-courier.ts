import { Agent, request } from "undici";
import type { Clock } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import type { SandboxLedger } from "./sandbox-ledger.ts";
import { SANDBOX_SIGNATURE_HEADER, signWebhook } from "./sandbox-signature.ts";
import { bodyOf, type Delivery } from "./sandbox-webhook.ts";

const CONNECTIONS_MAX = 8;
const ANSWER_MS_MAX = 4_000;

export interface CourierOptions {
  readonly ledger: SandboxLedger;
  /** Where the shop hears webhooks. */
  readonly url: string;
  readonly key: Buffer;
  readonly clock: Clock;
  readonly log: Log;
}

/** Carries webhooks to the shop's public address. One that is not answered with 2xx stays in the ledger and comes again. */
export function sandboxCourier({ ledger, url, key, clock, log }: CourierOptions) {
  const agent = new Agent({ connections: CONNECTIONS_MAX });
  const closing = new AbortController();
  const underway = new Set<Promise<void>>();

  const carry = async (delivery: Delivery): Promise<void> => {
    const body = bodyOf(delivery);
    const signature = signWebhook(key, body, clock.now());
    const answer = await request(url, {
      method: "POST",
      headers: { "content-type": "application/json", [SANDBOX_SIGNATURE_HEADER]: signature },
      body,
      dispatcher: agent,
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_MS_MAX)]),
    });
    await answer.body.dump();
    if (answer.statusCode >= 300) throw new Error(`The shop answered ${answer.statusCode}`);
    await ledger.delivered(delivery.id);
  };

  const send = (delivery: Delivery) => {
    const sending = carry(delivery).catch((error) => {
      if (!closing.signal.aborted)
        log.warn({ error: (error as Error).message, webhook: delivery.id }, "a sandbox webhook did not arrive");
    });
    underway.add(sending);
    void sending.then(() => underway.delete(sending));
  };

  return {
    /** Returns at once. */
    send: (deliveries: readonly Delivery[]) => {
      if (!closing.signal.aborted) deliveries.forEach(send);
    },
    close: async () => {
      closing.abort();
      await Promise.all(underway);
      await agent.destroy();
    },
  };
}
