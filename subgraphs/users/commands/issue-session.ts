import { type Role, scopesOf } from "../domain/role.ts";
import type { IssuedSession, Session } from "../domain/session.ts";
import type { Ports } from "../ports.ts";

/** The session as the client gets it, its access token freshly signed with what the roles allow today. */
export async function issueSession(
  { accessTokens, clock }: Pick<Ports, "accessTokens" | "clock">,
  { id, subject, expiresAt }: Pick<Session, "id" | "subject" | "expiresAt">,
  roles: readonly Role[],
  refreshToken: string,
): Promise<IssuedSession> {
  const claims = { subject, sessionId: id, scopes: scopesOf(roles) };
  const access = await accessTokens.issue(claims, clock.now());
  return {
    id,
    subject,
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken,
    refreshTokenExpiresAt: expiresAt,
  };
}
