import { PREFIXES } from "#kernel/prefixes.ts";
import { type IssuedSession, openSession } from "../domain/session.ts";
import type { Ports } from "../ports.ts";
import { issueSession } from "./issue-session.ts";

/** A new guest: a subject that owns carts and orders, without any scope. */
export async function createGuestSession(
  ports: Ports,
  { locale }: { readonly locale: string | null },
): Promise<IssuedSession> {
  const { sessions, clock, ids, newRefreshToken } = ports;
  const session = openSession(ids.next(PREFIXES.Session), ids.next(PREFIXES.Guest), locale, clock.now());
  const refreshToken = newRefreshToken();
  await sessions.insertSession(session, refreshToken);
  return issueSession(ports, session, [], refreshToken);
}
