import type { Route } from "#kernel/subgraph.ts";
import { receiveWebhook } from "../commands/receive-webhook.ts";
import type { PaymentProvider, Ports } from "../ports.ts";

/** A door for each provider's webhooks. */
export function webhookRoutes(ports: Ports): Route[] {
  return ports.providers.map((provider) => webhookRoute(ports, provider));
}

/** 200 once it is stored and acted on, however often it comes; 400 for what the provider has not sent. */
function webhookRoute(ports: Ports, provider: PaymentProvider): Route {
  return {
    method: "POST",
    path: `/hooks/payments/${provider.code}`,
    handle: async ({ headers, body, requestId }) => {
      const isGenuine = await receiveWebhook(ports, provider, { headers, body }, requestId);
      if (!isGenuine) ports.log.warn({ provider: provider.code, requestId }, "a webhook was refused");
      return { status: isGenuine ? 200 : 400 };
    },
  };
}
