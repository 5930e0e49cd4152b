import { type Connection, connectionOf, readPage } from "#kernel/connection.ts";
import { prefixOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { allowedTransitions } from "../domain/order-life.ts";
import type { TimelineEntry } from "../domain/order.ts";
import { actorsOf, canSee } from "../domain/viewer.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import { productReference, variantReference } from "./references.ts";
import type { OrderLineResolvers, OrderResolvers } from "./resolvers.generated.ts";
import type { OrderLine } from "../domain/order.ts";

export function orderResolvers({ cursors }: Pick<Ports, "cursors">): OrderResolvers<Context> {
  return {
    __resolveReference: async ({ id }, context) => {
      const order = await context.orders.load(id);
      return order && canSee(order, context.caller) ? order : null;
    },
    customer: ({ owner }) => (prefixOf(owner) === PREFIXES.User ? { id: owner } : null),
    lines: ({ id }, _, context) => context.orderLines.load(id) as Promise<OrderLine[]>,
    allowedTransitions: (order, _, { caller }) => allowedTransitions(order, actorsOf(order, caller)),
    timeline: async ({ id, sequence }, args, context): Promise<Connection<TimelineEntry>> => {
      const page = readPage(args, `timeline/${id}`, cursors);
      const wanted = { orderId: id, afterSequence: Number(page.from?.[0] ?? 0), limit: page.limit + 1 };
      const entries = await context.timelines.load(wanted);
      const read = entries.map((node) => ({ keys: [String(node.sequence)], node }));
      return connectionOf(read, page, cursors, async () => sequence);
    },
  };
}

export const orderLineResolvers: OrderLineResolvers<Context> = {
  variant: ({ variantId }) => variantReference(variantId),
  product: ({ productId }) => productReference(productId),
};
