import type { Ports } from "../ports.ts";
import { revokedSessions } from "./revoked-sessions.ts";
import type { SubscriptionResolvers } from "./resolvers.generated.ts";

export function subscriptionResolvers(ports: Ports): SubscriptionResolvers {
  return {
    sessionsRevoked: {
      subscribe: () => revokedSessions(ports),
      resolve: (sessionIds: readonly string[]) => ({ sessionIds }),
    },
  };
}
