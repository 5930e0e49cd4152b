import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { RegisterRefusal } from "../domain/refusal.ts";
import { type IssuedSession, openSession } from "../domain/session.ts";
import { draftUser, type User } from "../domain/user.ts";
import { userRegistered } from "../domain/user-registered.ts";
import type { Ports } from "../ports.ts";
import { issueSession } from "./issue-session.ts";

export interface RegisterUser {
  readonly email: string;
  readonly password: string;
  readonly name: string | null;
}

export interface SignedIn {
  readonly user: User;
  readonly session: IssuedSession;
}

/** Opens an account and signs in at once. */
export async function registerUser(
  ports: Ports,
  { email, password, name }: RegisterUser,
  { requestId }: { readonly requestId: string },
): Promise<Result<SignedIn, RegisterRefusal>> {
  const { store, passwords, clock, ids, newRefreshToken } = ports;
  const passwordHash = await passwords.hash(password);
  const now = clock.now();
  const user = draftUser({ id: ids.next(PREFIXES.User), email, name, roles: ["CUSTOMER"] }, now);
  const session = openSession(ids.next(PREFIXES.Session), user.id, null, now);
  const refreshToken = newRefreshToken();
  const kept = await store.transact<void, RegisterRefusal>(async (tx) => {
    if (!(await tx.insertUser(user, passwordHash))) return err({ type: "EmailTaken" });
    await tx.insertSession(session, refreshToken);
    tx.emit(userRegistered(user, requestId));
    return ok();
  });
  if (!kept.ok) return kept;
  return ok({ user, session: await issueSession(ports, session, user.roles, refreshToken) });
}
