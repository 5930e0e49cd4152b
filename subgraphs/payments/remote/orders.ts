import type { Ask } from "#kernel/ask.ts";
import { money } from "#kernel/money.ts";
import type { Orders } from "../ports.ts";
import { PayableOrderDocument } from "./orders.generated.ts";

/** What is due of an order, asked of orders as the service `payments`. */
export function remoteOrders(ask: Ask): Orders {
  return {
    findPayable: async (orderId, scope) => {
      const { payableOrder } = await ask(PayableOrderDocument, { orderId }, scope);
      if (!payableOrder) return undefined;
      const { owner, status, total, paymentDueBy } = payableOrder;
      return {
        orderId: payableOrder.orderId,
        owner,
        isPending: status === "PENDING",
        total: money(BigInt(total.minorUnits), total.currency),
        paymentDueBy: paymentDueBy == null ? null : new Date(paymentDueBy),
      };
    },
  };
}
