import type { Database } from "#kernel/database.ts";
import { idFromUuid, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { foldEmail } from "../../domain/email.ts";
import type { Role } from "../../domain/role.ts";
import { REFRESH_TOKEN_MS, SESSION_MS_MAX, SIGN_IN_FAILURES_MAX } from "../../domain/session.ts";
import type { UserPreferences } from "../../domain/user.ts";
import type { Rotation, SessionStore } from "../../ports.ts";
import type { UserRow } from "./entities.ts";
import { userOf } from "./rows.ts";
import * as sql from "./session-sql.ts";

/** Sessions on PostgreSQL: each change is one statement, decided where the rows are. */
export function postgresSessions(database: Database): SessionStore {
  return {
    insertSession: async (session, refreshToken) => {
      await database.query(sql.INSERT_SESSION, sql.sessionParameters(session, refreshToken));
    },

    findSignIn: async (email, windowStart) => {
      const parameters = [foldEmail(email), hashOfAddress(email), windowStart, SIGN_IN_FAILURES_MAX];
      const [row] = await database.query<SignInRow>(FIND_SIGN_IN, parameters);
      const { isThrottled, passwordHash, ...user } = row!;
      const account = passwordHash === null ? undefined : { user: userOf(user), passwordHash };
      return { account, isThrottled };
    },

    countFailure: async (email, now, windowStart) => {
      const [row] = await database.query(sql.COUNT_FAILURE, [hashOfAddress(email), now, windowStart]);
      return { isThrottled: row.failures > SIGN_IN_FAILURES_MAX };
    },

    insertSignedInSession: async (email, session, refreshToken, windowStart) => {
      const parameters = [hashOfAddress(email), windowStart, SIGN_IN_FAILURES_MAX];
      const all = [...sql.sessionParameters(session, refreshToken), ...parameters];
      return (await database.query(sql.INSERT_SIGNED_IN_SESSION, all)).length > 0;
    },

    rotate: async (used, next, now) => {
      const expiresAt = new Date(now.getTime() + REFRESH_TOKEN_MS);
      const parameters = [sql.hashOf(used), sql.hashOf(next), now, expiresAt, SESSION_MS_MAX];
      const [row] = await database.query<RotationRow>(sql.ROTATE, parameters);
      return rotationOf(row);
    },

    revoke: async (subject, sessionId, now) => {
      const [user, guest] = [uuidOf(PREFIXES.User, subject), uuidOf(PREFIXES.Guest, subject)];
      const subjectIs = user === undefined ? "guest_id = $1" : "user_id = $1";
      const session = sessionId === undefined ? undefined : uuidOf(PREFIXES.Session, sessionId);
      if ((user ?? guest) === undefined || (sessionId !== undefined && session === undefined)) return 0;
      const revoked = await database.query(
        `UPDATE sessions SET revoked_at = $2, revoked_because = 'SIGNED_OUT'
         WHERE ${subjectIs} AND revoked_at IS NULL AND expires_at > $2 AND ($3::uuid IS NULL OR id = $3)
         RETURNING id`,
        [user ?? guest, now, session ?? null],
      );
      return revoked.length;
    },

    isLive: async (sessionId) => {
      const uuid = uuidOf(PREFIXES.Session, sessionId);
      if (uuid === undefined) return false;
      const rows = await database.query(`SELECT FROM sessions WHERE id = $1 AND revoked_at IS NULL`, [uuid]);
      return rows.length > 0;
    },

    listRevoked: async (since) => {
      const rows = await database.query<{ id: string; revokedAt: Date }>(
        `SELECT id, revoked_at AS "revokedAt" FROM sessions WHERE revoked_at > $1 ORDER BY revoked_at, id`,
        [since],
      );
      return rows.map(({ id, revokedAt }) => ({ id: idFromUuid(PREFIXES.Session, id), revokedAt }));
    },

    findPreferences: async (subject) => {
      const [user, guest] = [uuidOf(PREFIXES.User, subject), uuidOf(PREFIXES.Guest, subject)];
      if ((user ?? guest) === undefined) return undefined;
      const [row] = await database.query<UserPreferences>(
        user === undefined
          ? `SELECT NULL AS currency, locale, false AS newsletter, false AS marketing FROM sessions WHERE guest_id = $1`
          : `SELECT currency, locale, newsletter, marketing FROM users WHERE id = $1`,
        [user ?? guest],
      );
      return row;
    },

    forget: async (before, windowStart) => {
      await deleteAll(database, "sessions", "id", "expires_at < $1 OR revoked_at < $1", before);
      await deleteAll(database, "refresh_tokens", "hash", "used_at < $1", before);
      await deleteAll(database, "sign_in_failures", "email_hash", "window_started_at < $1", windowStart);
    },
  };
}

const DELETE_BATCH_MAX = 5_000;

/** Batch by batch, so that no statement holds many rows for long. */
async function deleteAll(database: Database, table: string, key: string, where: string, before: Date): Promise<void> {
  for (;;) {
    const deleted = await database.query(
      `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${where} LIMIT $2) RETURNING 1`,
      [before, DELETE_BATCH_MAX],
    );
    if (deleted.length < DELETE_BATCH_MAX) return;
  }
}

type SignInRow = UserRow & { readonly isThrottled: boolean; readonly passwordHash: string | null };

const FIND_SIGN_IN = sql.findSignInSql(
  `account.id, account.email, account.email_folded AS "emailFolded", account.name, account.phone, account.roles,
   account.currency, account.locale, account.newsletter, account.marketing, account.created_at AS "createdAt",
   account.updated_at AS "updatedAt", account.created_by AS "createdBy", account.version`,
);

/** Addresses of people who have no account here are not kept readable. */
function hashOfAddress(email: string): Buffer {
  return sql.hashOf(foldEmail(email));
}

interface RotationRow {
  readonly type: "rotated" | "reused";
  readonly id: string;
  readonly userId: string | null;
  readonly guestId: string | null;
  readonly expiresAt: Date;
  readonly roles: Role[];
}

function rotationOf(row: RotationRow | undefined): Rotation {
  if (row?.type !== "rotated") return { type: row ? "reused" : "unknown" };
  const { id, userId, guestId, expiresAt, roles } = row;
  const subject = userId === null ? idFromUuid(PREFIXES.Guest, guestId!) : idFromUuid(PREFIXES.User, userId);
  return { type: "rotated", session: { id: idFromUuid(PREFIXES.Session, id), subject, expiresAt }, roles };
}
