import { createHash } from "node:crypto";
import { uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Session } from "../../domain/session.ts";
import { uuidKept } from "./rows.ts";

/** A session with its first refresh token, in one statement. Parameters: `sessionParameters`. */
export const INSERT_SESSION = `
  WITH session AS (
    INSERT INTO sessions (id, user_id, guest_id, locale, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
  )
  INSERT INTO refresh_tokens (hash, session_id) SELECT $7, id FROM session`;

/** The same, unless too many have failed at this address; forgets the failures. Further parameters: address, window, limit. */
export const INSERT_SIGNED_IN_SESSION = `
  WITH throttled AS (
    SELECT FROM sign_in_failures WHERE email_hash = $8 AND window_started_at > $9 AND failures >= $10
  ), forgotten AS (
    DELETE FROM sign_in_failures WHERE email_hash = $8 AND NOT EXISTS (SELECT FROM throttled)
  ), session AS (
    INSERT INTO sessions (id, user_id, guest_id, locale, created_at, expires_at)
    SELECT $1::uuid, $2::uuid, $3::uuid, $4::text, $5::timestamptz, $6::timestamptz
    WHERE NOT EXISTS (SELECT FROM throttled) RETURNING id
  )
  INSERT INTO refresh_tokens (hash, session_id) SELECT $7, id FROM session RETURNING 1`;

export function sessionParameters(session: Session, refreshToken: string): unknown[] {
  const { id, subject, locale, createdAt, expiresAt } = session;
  const [userId, guestId] = [uuidOf(PREFIXES.User, subject), uuidOf(PREFIXES.Guest, subject)];
  const sessionId = uuidKept(PREFIXES.Session, id);
  return [sessionId, userId, guestId, locale, createdAt, expiresAt, hashOf(refreshToken)];
}

/**
 * Uses a refresh token ($1) up for the next ($2) at $3, until $4 but no longer than $5 ms after the sign-in.
 * Of several at once the first to lock the token goes on; each other one waits, then reads it as used, and ends the
 * session. The next token is good from the commit, before anybody knows it.
 */
export const ROTATE = `
  WITH presented AS (
    SELECT token.session_id, token.used_at, session.revoked_at, session.expires_at
    FROM refresh_tokens AS token JOIN sessions AS session ON session.id = token.session_id
    WHERE token.hash = $1 FOR UPDATE
  ), used AS (
    UPDATE refresh_tokens AS token SET used_at = $3 FROM presented
    WHERE token.hash = $1 AND token.used_at IS NULL
      AND presented.used_at IS NULL AND presented.revoked_at IS NULL AND presented.expires_at > $3
    RETURNING token.session_id
  ), next AS (
    INSERT INTO refresh_tokens (hash, session_id) SELECT $2, session_id FROM used
  ), refreshed AS (
    UPDATE sessions AS session SET expires_at = least($4, session.created_at + make_interval(secs => $5::float8 / 1000))
    FROM used WHERE session.id = used.session_id
    RETURNING session.id, session.user_id, session.guest_id, session.expires_at
  ), revoked AS (
    UPDATE sessions AS session SET revoked_at = $3, revoked_because = 'REFRESH_TOKEN_REUSED' FROM presented
    WHERE session.id = presented.session_id AND session.revoked_at IS NULL AND presented.used_at IS NOT NULL
    RETURNING session.id
  )
  SELECT 'rotated' AS type, refreshed.id, user_id AS "userId", guest_id AS "guestId", expires_at AS "expiresAt",
         coalesce(users.roles, '{}') AS roles
  FROM refreshed LEFT JOIN users ON users.id = refreshed.user_id
  UNION ALL
  SELECT 'reused', id, NULL, NULL, NULL, '{}' FROM revoked`;

/** Who has this address (folded $1, hashed $2), and whether at least $4 have failed at it since $3: one row, always. */
export function findSignInSql(userColumns: string): string {
  return `
    SELECT failed.email_hash IS NOT NULL AS "isThrottled", ${userColumns}, account.password_hash AS "passwordHash"
    FROM (VALUES (1)) AS always
    LEFT JOIN users AS account ON account.email_folded = $1
    LEFT JOIN sign_in_failures AS failed
      ON failed.email_hash = $2 AND failed.window_started_at > $3 AND failed.failures >= $4`;
}

/** One more failure at the address $1 at $2; a window that began before $3 is over. */
export const COUNT_FAILURE = `
  INSERT INTO sign_in_failures AS failed (email_hash, window_started_at, failures) VALUES ($1, $2, 1)
  ON CONFLICT (email_hash) DO UPDATE SET
    failures = CASE WHEN failed.window_started_at > $3 THEN failed.failures + 1 ELSE 1 END,
    window_started_at = CASE WHEN failed.window_started_at > $3 THEN failed.window_started_at ELSE $2 END
  RETURNING failures`;

/** SHA-256 suffices: what is hashed has 256 random bits, or, for an address, is only to be found again. */
export function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
