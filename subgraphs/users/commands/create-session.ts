import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { InvalidCredentials, LimitExceeded, SessionRefusal } from "../domain/refusal.ts";
import { openSession, SIGN_IN_FAILURES_MAX, SIGN_IN_WINDOW_MS, signInWindowStart } from "../domain/session.ts";
import type { Ports } from "../ports.ts";
import { issueSession } from "./issue-session.ts";
import type { SignedIn } from "./register-user.ts";

/**
 * Signs in by address and password. An unknown address costs the same hash as a wrong password, and failures are
 * counted for it too, so that neither answer nor time tells who has an account. The count is read again with the
 * session's insert: of many guesses at once those after the limit learn nothing, not even the right one.
 */
export async function createSession(
  ports: Ports,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<Result<SignedIn, SessionRefusal>> {
  const { sessions, passwords, clock, ids, newRefreshToken } = ports;
  const { account, isThrottled } = await sessions.findSignIn(email, signInWindowStart(clock.now()));
  if (isThrottled) return err(tooManyFailures);

  const isRight = await passwords.verify(password, account?.passwordHash);
  const now = clock.now();
  const windowStart = signInWindowStart(now);
  if (!account || !isRight) {
    const counted = await sessions.countFailure(email, now, windowStart);
    return err(counted.isThrottled ? tooManyFailures : wrongCredentials);
  }
  const { user } = account;
  const session = openSession(ids.next(PREFIXES.Session), user.id, null, now);
  const refreshToken = newRefreshToken();
  if (!(await sessions.insertSignedInSession(email, session, refreshToken, windowStart))) return err(tooManyFailures);
  return ok({ user, session: await issueSession(ports, session, user.roles, refreshToken) });
}

/** It concerns both, so it names neither. */
const wrongCredentials: InvalidCredentials = { type: "InvalidCredentials", path: [] };

const tooManyFailures: LimitExceeded = {
  type: "LimitExceeded",
  path: ["email"],
  limit: SIGN_IN_FAILURES_MAX,
  message: `Too many failures to sign in with this address. Try again in ${SIGN_IN_WINDOW_MS / 60_000} minutes.`,
};
