import type { EventHandlers } from "#kernel/event.ts";
import type { EventOf } from "#schema/events.ts";
import { claimOrder } from "../commands/claim-order.ts";
import { closeOrder } from "../commands/close-order.ts";
import type { Ports } from "../ports.ts";

/** What others say that concerns payments. */
export function eventHandlers(ports: Ports): EventHandlers {
  return {
    orders: {
      OrderCancelled: async ({ id: eventId, requestId, data }) => {
        const { orderId, owner }: EventOf<"orders", "OrderCancelled">["data"] = data;
        await closeOrder(ports, { eventId, orderId, owner }, requestId);
      },
      OrderClaimed: async ({ id: eventId, data }) => {
        const { orderId, owner }: EventOf<"orders", "OrderClaimed">["data"] = data;
        await claimOrder(ports, { eventId, orderId, owner });
      },
    },
  };
}
