import type { Client, OperationFacts } from "../operation.ts";
import type { RateLimits } from "../plugins/rate-limits.ts";
import { limitedClient } from "./limited-client.ts";

/** Gives back what was charged beyond what an operation cost; also to those who shared its answer, as each was charged. */
export function settleCost(
  rateLimits: RateLimits | undefined,
  { actualCost, cost = 0 }: Readonly<OperationFacts>,
  client: Client,
): void {
  if (actualCost !== undefined) rateLimits?.settle(limitedClient(client), actualCost - cost);
}
