import type { Client } from "../operation.ts";
import type { RateLimitedClient } from "../plugins/rate-limits.ts";

/** What limits count a client by. */
export function limitedClient({ address, caller, apiKey }: Client): RateLimitedClient {
  return { ip: address, subject: caller.subject, apiKey };
}
