import { readTypeDefsOf, type Subgraph } from "#kernel/subgraph.ts";
import { createContext } from "./api/context.ts";
import { keySetRoute } from "./api/http.ts";
import { forgetSessionsJob } from "./api/jobs.ts";
import { queryResolvers } from "./api/query.ts";
import type { Resolvers } from "./api/resolvers.generated.ts";
import { sessionMutations } from "./api/session-mutations.ts";
import { subscriptionResolvers } from "./api/subscription.ts";
import { userMutations } from "./api/user-mutations.ts";
import { sessionResolvers, userResolvers } from "./api/user.ts";
import type { Ports } from "./ports.ts";

/** Who people are, how they sign in, and what they may. */
export function createUsers(ports: Ports): Subgraph {
  const resolvers: Resolvers = {
    Query: queryResolvers(ports),
    Mutation: { ...sessionMutations(ports), ...userMutations(ports) },
    Subscription: subscriptionResolvers(ports),
    User: userResolvers,
    Session: sessionResolvers,
  };
  return {
    name: "users",
    typeDefs: readTypeDefsOf("users"),
    resolvers,
    context: (scope) => createContext(ports, scope),
    handlers: {},
    routes: [keySetRoute(ports.accessTokens)],
    jobs: [forgetSessionsJob(ports)],
  };
}
