import { readTypeDefsOf, type Subgraph } from "#kernel/subgraph.ts";
import { cartLineResolvers, cartResolvers } from "./api/cart.ts";
import { cartMutations } from "./api/cart-mutations.ts";
import { createContext } from "./api/context.ts";
import { eventHandlers } from "./api/events.ts";
import { jobs } from "./api/jobs.ts";
import { orderLineResolvers, orderResolvers } from "./api/order.ts";
import { orderMutations } from "./api/order-mutations.ts";
import { queryResolvers } from "./api/query.ts";
import { subscriptionResolvers } from "./api/subscription.ts";
import { userResolvers } from "./api/user.ts";
import type { Ports } from "./ports.ts";

/** Carts, and the orders they become. */
export function createOrders(ports: Ports): Subgraph {
  return {
    name: "orders",
    typeDefs: readTypeDefsOf("orders"),
    resolvers: {
      Query: queryResolvers(ports),
      Mutation: { ...cartMutations(ports), ...orderMutations(ports) },
      Subscription: subscriptionResolvers(ports),
      User: userResolvers(ports),
      Cart: cartResolvers(ports),
      CartLine: cartLineResolvers,
      Order: orderResolvers(ports),
      OrderLine: orderLineResolvers,
    },
    context: (scope) => createContext(ports, scope),
    handlers: eventHandlers(ports),
    routes: [],
    jobs: jobs(ports),
  };
}
