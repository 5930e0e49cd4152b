import { readTypeDefsOf, type Subgraph } from "#kernel/subgraph.ts";
import { createContext } from "./api/context.ts";
import { eventHandlers } from "./api/events.ts";
import { webhookRoutes } from "./api/http.ts";
import { jobsOf } from "./api/jobs.ts";
import { mutationResolvers } from "./api/mutation.ts";
import { orderResolvers, paymentQuery, paymentResolvers } from "./api/payment.ts";
import { paymentProvidersQuery } from "./api/providers.ts";
import type { Resolvers } from "./api/resolvers.generated.ts";
import type { Ports } from "./ports.ts";

/** How orders are paid, and how money goes back. */
export function createPayments(ports: Ports): Subgraph {
  const resolvers: Resolvers = {
    Query: { payment: paymentQuery, paymentProviders: paymentProvidersQuery(ports.providers) },
    Mutation: mutationResolvers(ports),
    Order: orderResolvers,
    Payment: paymentResolvers,
  };
  return {
    name: "payments",
    typeDefs: readTypeDefsOf("payments"),
    resolvers,
    context: (scope) => createContext(ports, scope),
    handlers: eventHandlers(ports),
    routes: webhookRoutes(ports),
    jobs: jobsOf(ports),
  };
}
