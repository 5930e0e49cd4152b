import { err, ok, type Result } from "#kernel/result.ts";
import type { InvalidCredentials } from "../domain/refusal.ts";
import type { IssuedSession } from "../domain/session.ts";
import { type Ports, SESSIONS_REVOKED_SIGNAL } from "../ports.ts";
import { issueSession } from "./issue-session.ts";

/**
 * Gives new tokens for a refresh token, once. One that comes a second time was copied, and nobody can tell the thief
 * from the owner: the session ends for both (RFC 9700, 4.14.2). There is no grace for a copy that comes soon after:
 * the one who is first may be the thief, who would stay, while all that strictness costs the owner is a sign-in. So of
 * many copies at once one gets an answer and the session is over; clients refresh one at a time.
 */
export async function refreshSession(
  ports: Ports,
  { refreshToken }: { readonly refreshToken: string },
): Promise<Result<IssuedSession, InvalidCredentials>> {
  const { sessions, clock, newRefreshToken, signals } = ports;
  const next = newRefreshToken();
  const rotation = await sessions.rotate(refreshToken, next, clock.now());
  switch (rotation.type) {
    case "rotated":
      return ok(await issueSession(ports, rotation.session, rotation.roles, next));
    case "reused":
      signals.notify(SESSIONS_REVOKED_SIGNAL);
      return err(notTaken);
    case "unknown":
      return err(notTaken);
  }
}

const notTaken: InvalidCredentials = { type: "InvalidCredentials", path: ["refreshToken"] };
