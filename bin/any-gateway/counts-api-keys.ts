import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";

/** `client` counts by keys that are known, and by no others. */
export function countsApiKeys({ requests, costs, fields, apiKeys }: GatewayConfig["rateLimits"]): boolean {
  const all = [...requests, ...costs, ...fields].map(({ by }) => by);
  return all.includes("apiKey") || (apiKeys !== undefined && all.includes("client"));
}
