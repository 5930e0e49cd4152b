import { createHash } from "node:crypto";

export const IDEMPOTENCY_KEY_LENGTH_MAX = 255;

/** One mutation asked under one key. Its scope is caller and mutation field; the other arguments must stay the same. */
export interface Claim<Kept> {
  /** The caller's subject, `usr_…` or `gst_…`. */
  readonly caller: string;
  /** The mutation field, `orderPlace`. */
  readonly mutation: string;
  readonly key: string;
  /** All other arguments, as the client sent them. */
  readonly args: unknown;
  /** What a repeated call needs to answer the same: ids made up front. JSON. */
  readonly kept: Kept;
}

/** `first`: go on, the row commits with your work. `repeated`: answer from `kept`. The others are IdempotencyError. */
export type ClaimOutcome<Kept> =
  | { readonly type: "first" }
  | { readonly type: "repeated"; readonly kept: Kept }
  | { readonly type: "keyReused" }
  | { readonly type: "inProgress" };

type Query = (sql: string, parameters: readonly unknown[]) => Promise<any[]>;

/** lock_not_available: the first call has held the row for longer than the role's lock_timeout (5 s). */
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * Takes the key inside the transaction that does the work. A copy that comes meanwhile waits at the unique index until
 * the first commits (then it is repeated) or rolls back (then it is the first itself): refusals are not kept.
 */
export async function claimKey<Kept>(query: Query, claim: Claim<Kept>): Promise<ClaimOutcome<Kept>> {
  const { caller, mutation, key, kept } = claim;
  const hash = hashOfArguments(claim.args);
  try {
    const inserted = await query(
      `INSERT INTO idempotency (caller, mutation, key, arguments_hash, kept) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [caller, mutation, key, hash, JSON.stringify(kept)],
    );
    if (inserted.length > 0) return { type: "first" };
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) return { type: "inProgress" };
    throw error;
  }
  const [row] = await query(
    `SELECT arguments_hash, kept FROM idempotency WHERE caller = $1 AND mutation = $2 AND key = $3`,
    [caller, mutation, key],
  );
  if (!row) return { type: "inProgress" };
  return hash.equals(row.arguments_hash) ? { type: "repeated", kept: row.kept } : { type: "keyReused" };
}

/** Equal arguments hash equally whatever the order of their members. */
export function hashOfArguments(args: unknown): Buffer {
  return createHash("sha256")
    .update(JSON.stringify(sorted(args)) ?? "")
    .digest();
}

function sorted(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  );
}
