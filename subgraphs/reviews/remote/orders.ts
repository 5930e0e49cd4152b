import type { Ask } from "#kernel/ask.ts";
import type { Purchases } from "../ports.ts";
import { HasReceivedProductDocument } from "./orders.generated.ts";

/** What customers received, asked of orders as the service `reviews`. */
export function orderPurchases(ask: Ask): Purchases {
  return {
    hasReceived: async (customerId, productId, scope) =>
      (await ask(HasReceivedProductDocument, { customerId, productId }, scope)).hasReceivedProduct,
  };
}
