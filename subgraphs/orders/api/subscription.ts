import { badInput } from "#kernel/errors.ts";
import { canSee } from "../domain/viewer.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import { type OrderChanged, watchOrder } from "./order-changes.ts";
import type { SubscriptionResolvers } from "./resolvers.generated.ts";

export function subscriptionResolvers(ports: Pick<Ports, "store" | "changes">): SubscriptionResolvers<Context> {
  return {
    orderStatusChanged: {
      subscribe: async (_, { orderId, afterSequence }, { caller, signal }) => {
        if (afterSequence != null && afterSequence < 0)
          throw badInput("afterSequence", `"afterSequence" is 0 or more.`);
        const [order] = await ports.store.orders.find([orderId]);
        if (!order || !canSee(order, caller)) throw badInput("orderId", "There is no such order, or it is not yours.");
        const after = afterSequence ?? order.sequence - 1;
        return watchOrder(ports, { order, afterSequence: after, maySee: (now) => canSee(now, caller), signal });
      },
      resolve: (change: OrderChanged) => change,
    },
  };
}
