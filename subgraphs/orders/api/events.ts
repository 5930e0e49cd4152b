import { backgroundScope } from "#kernel/ask.ts";
import type { EventHandlers } from "#kernel/event.ts";
import type { EventOf } from "#schema/events.ts";
import { confirmOrder, refundOrder } from "../commands/settle-order.ts";
import type { Ports } from "../ports.ts";

/** What orders does when it hears of something; its own events move the stock, which inventory does once. */
export function eventHandlers(ports: Ports): EventHandlers {
  const { stock, shop } = ports;
  const scopeOf = ({ requestId }: { readonly requestId: string }) => backgroundScope(requestId, shop.context);
  return {
    payments: {
      PaymentSucceeded: async (event) => confirmOrder(ports, event as EventOf<"payments", "PaymentSucceeded">),
      RefundSucceeded: async (event) => refundOrder(ports, event as EventOf<"payments", "RefundSucceeded">),
    },
    orders: {
      OrderConfirmed: async (event) => stock.commit(event.aggregateId, scopeOf(event)),
      OrderCancelled: async (event) => stock.release(event.aggregateId, scopeOf(event)),
      OrderRefunded: async (event) => {
        const { aggregateId, data } = event as EventOf<"orders", "OrderRefunded">;
        if (!data.wasShipped) await stock.release(aggregateId, scopeOf(event));
      },
    },
  };
}
