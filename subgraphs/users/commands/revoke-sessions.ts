import type { Id } from "#kernel/id.ts";
import { type Ports, SESSIONS_REVOKED_SIGNAL } from "../ports.ts";

export interface RevokeSessions {
  readonly subject: Id;
  /** Undefined: all of the subject's. */
  readonly sessionId: Id | undefined;
}

/** Signs out: the refresh tokens die at once, the access tokens as soon as the gateway hears of it. */
export async function revokeSessions(
  { sessions, clock, signals }: Ports,
  { subject, sessionId }: RevokeSessions,
): Promise<number> {
  const count = await sessions.revoke(subject, sessionId, clock.now());
  if (count > 0) signals.notify(SESSIONS_REVOKED_SIGNAL);
  return count;
}
