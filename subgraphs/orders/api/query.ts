import { isLive } from "../domain/cart.ts";
import { readOrderNumber } from "../domain/order-number.ts";
import { canSee } from "../domain/viewer.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import { listOrders } from "./order-list.ts";
import type { QueryResolvers } from "./resolvers.generated.ts";

export function queryResolvers(ports: Pick<Ports, "store" | "cursors" | "clock">): QueryResolvers<Context> {
  const { store, clock } = ports;
  return {
    cart: async (_, { id }, context) => {
      const { subject } = context.caller;
      if (subject === null) return null;
      const cart = await (id == null ? context.openCarts.load(subject) : context.carts.load(id));
      return cart && canSee(cart, context.caller) && isLive(cart, clock.now()) ? cart : null;
    },
    order: async (_, { id }, context) => {
      const order = await context.orders.load(id);
      return order && canSee(order, context.caller) ? order : null;
    },
    orderByNumber: async (_, { number: text }, { caller }) => {
      const number = readOrderNumber(text);
      const order = number === undefined ? undefined : await store.orders.findByNumber(number);
      return order && canSee(order, caller) ? order : null;
    },
    orders: (_, args, context) => listOrders(ports, args, undefined, context),
    payableOrder: async (_, { orderId }, context) => {
      const order = await context.orders.load(orderId);
      if (!order) return null;
      const { owner, status, totals, paymentDueBy } = order;
      return { orderId, owner, status, total: totals.total, paymentDueBy };
    },
    hasReceivedProduct: (_, { customerId, productId }) => store.orders.hasDelivered(customerId, productId),
  };
}
