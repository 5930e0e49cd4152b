import type { Ports } from "../ports.ts";
import { visibleUser } from "./context.ts";
import type { QueryResolvers } from "./resolvers.generated.ts";

export function queryResolvers({ sessions, accessTokens, clock }: Ports): QueryResolvers {
  return {
    me: (_parent, _args, context) => (context.caller.subject ? visibleUser(context.caller.subject, context) : null),
    user: (_parent, { id }, context) => visibleUser(id, context),
    accessTokenSubject: async (_parent, { accessToken }) => {
      const claims = await accessTokens.verify(accessToken, clock.now());
      return claims && (await sessions.isLive(claims.sessionId)) ? claims.subject : null;
    },
    userPreferences: async (_parent, { userId }) => (await sessions.findPreferences(userId)) ?? null,
  };
}
