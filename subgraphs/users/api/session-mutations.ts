import { ok, type Result } from "#kernel/result.ts";
import { checkInput } from "#kernel/user-error.ts";
import { createGuestSession } from "../commands/create-guest-session.ts";
import { createSession } from "../commands/create-session.ts";
import { refreshSession } from "../commands/refresh-session.ts";
import { registerUser } from "../commands/register-user.ts";
import { revokeSessions } from "../commands/revoke-sessions.ts";
import type { InvalidInput, RegisterRefusal, SessionRefusal } from "../domain/refusal.ts";
import type { IssuedSession } from "../domain/session.ts";
import type { Ports } from "../ports.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";
import { sessionCreateInput, userRegisterInput } from "./session-input.ts";
import { userErrorOf } from "./user-error.ts";

type SessionMutation = "userRegister" | "sessionCreate" | "guestSessionCreate" | "sessionRefresh" | "sessionRevoke";

/** Who comes in and who goes out. A user that was just read is not read again for `session.user`. */
export function sessionMutations(ports: Ports): Required<Pick<MutationResolvers, SessionMutation>> {
  return {
    userRegister: async (_parent, { input }, context) => {
      const checked = checkInput(userRegisterInput, input);
      if (!checked.ok) return registerRefused(checked.refusal as InvalidInput[]);
      const registered = await registerUser(ports, checked.value, context);
      if (!registered.ok) return registerRefused([registered.refusal]);
      const { user, session } = registered.value;
      context.users.prime(user.id, user);
      return { user, session, verificationRequired: false, errors: [] };
    },
    sessionCreate: async (_parent, { input }, context) => {
      const checked = checkInput(sessionCreateInput, input);
      if (!checked.ok) return sessionRefused(checked.refusal as InvalidInput[]);
      const signedIn = await createSession(ports, checked.value);
      if (!signedIn.ok) return sessionRefused([signedIn.refusal]);
      const { user, session } = signedIn.value;
      context.users.prime(user.id, user);
      return { session, errors: [] };
    },
    guestSessionCreate: async (_parent, { input }) =>
      sessionAnswer(ok(await createGuestSession(ports, { locale: input.locale ?? null }))),
    sessionRefresh: async (_parent, { input }) => sessionAnswer(await refreshSession(ports, input)),
    sessionRevoke: async (_parent, { input }, { caller }) => {
      const { subject, session: sessionId } = caller;
      const none = subject === null || (!input.all && sessionId === undefined);
      if (none) return { revokedCount: 0, errors: [] };
      const command = { subject, sessionId: input.all ? undefined : sessionId };
      return { revokedCount: await revokeSessions(ports, command), errors: [] };
    },
  };
}

function registerRefused(refusals: readonly RegisterRefusal[]) {
  return {
    user: null,
    session: null,
    verificationRequired: false,
    errors: refusals.map((refusal) => userErrorOf(refusal)),
  };
}

function sessionAnswer(result: Result<IssuedSession, SessionRefusal>) {
  return result.ok ? { session: result.value, errors: [] } : sessionRefused([result.refusal]);
}

function sessionRefused(refusals: readonly SessionRefusal[]) {
  return { session: null, errors: refusals.map((refusal) => userErrorOf(refusal)) };
}
