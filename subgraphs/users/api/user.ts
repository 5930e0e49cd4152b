import { userScopes } from "../domain/user.ts";
import { visibleUser } from "./context.ts";
import type { SessionResolvers, UserResolvers } from "./resolvers.generated.ts";

export const userResolvers: UserResolvers = {
  __resolveReference: ({ id }, context) => visibleUser(id, context),
  scopes: (user) => userScopes(user),
  addresses: ({ id }, _args, { addresses }) => addresses.load(id),
};

/** Whoever holds the tokens is the person, so their user is theirs to see. A guest's subject is nobody's user id. */
export const sessionResolvers: SessionResolvers = {
  user: ({ subject }, _args, { users }) => users.load(subject),
};
