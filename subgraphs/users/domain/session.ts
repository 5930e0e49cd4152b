import type { Id } from "#kernel/id.ts";

/** One sign-in on one device, from its first tokens to its end. */
export interface Session {
  readonly id: Id;
  /** `usr_…`, or `gst_…` for a guest. */
  readonly subject: Id;
  /** What a guest reads; a user's own choice stands with the user. */
  readonly locale: string | null;
  readonly createdAt: Date;
  /** When its present refresh token ends. */
  readonly expiresAt: Date;
}

/** A session with the tokens that were just made for it: the only moment they are known. */
export interface IssuedSession extends Pick<Session, "id" | "subject"> {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

const DAY_MS = 86_400_000;
export const REFRESH_TOKEN_MS = 30 * DAY_MS;
/** However often it is refreshed: by then somebody signs in again. */
export const SESSION_MS_MAX = 365 * DAY_MS;

export function openSession(id: Id, subject: Id, locale: string | null, now: Date): Session {
  return { id, subject, locale, createdAt: now, expiresAt: new Date(now.getTime() + REFRESH_TOKEN_MS) };
}

/** Failures to sign in, of one address, within one window. */
export const SIGN_IN_FAILURES_MAX = 10;
export const SIGN_IN_WINDOW_MS = 15 * 60_000;

/** A window that began at or before this is over. */
export function signInWindowStart(now: Date): Date {
  return new Date(now.getTime() - SIGN_IN_WINDOW_MS);
}
