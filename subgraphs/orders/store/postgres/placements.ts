import type { Database } from "#kernel/database.ts";
import { idFromUuid } from "#kernel/id.ts";
import { money } from "#kernel/money.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Placement, PlacementInput } from "../../domain/placement.ts";
import type { Placements } from "../../ports.ts";
import { uuidIn } from "./rows.ts";

export function placements({ query }: Database): Placements {
  return {
    start: async (placement) => {
      const { caller, key, argumentsHash, orderId, step, attempt, leaseUntil } = placement;
      const inserted = await query(
        `INSERT INTO placements (caller, key, arguments_hash, order_id, step, input, attempt, lease_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING 1`,
        [caller, key, argumentsHash, uuidIn("Order", orderId), step, inputOf(placement), attempt, leaseUntil],
      );
      return inserted.length > 0;
    },
    find: async (caller, key) => {
      return (await query(`SELECT * FROM placements WHERE caller = $1 AND key = $2`, [caller, key])).map(
        placementFrom,
      )[0];
    },
    takeOver: async (caller, key, now, leaseUntil) => {
      const taken = await query(
        `UPDATE placements SET attempt = attempt + 1, lease_until = $4, updated_at = now()
         WHERE caller = $1 AND key = $2 AND step <> 'PLACED' AND lease_until < $3 RETURNING *`,
        [caller, key, now, leaseUntil],
      );
      return taken.map(placementFrom)[0];
    },
    takeOverIdle: async (idleSince, leaseUntil, limit) => {
      const taken = await query(
        `UPDATE placements SET attempt = attempt + 1, lease_until = $2, updated_at = now()
         WHERE (caller, key) IN (
           SELECT caller, key FROM placements WHERE step <> 'PLACED' AND lease_until < $1
           ORDER BY lease_until LIMIT $3 FOR UPDATE SKIP LOCKED
         ) RETURNING *`,
        [idleSince, leaseUntil, limit],
      );
      return taken.map(placementFrom);
    },
    keep: async (placement) => {
      const { caller, key, attempt, orderId, step, reserved, leaseUntil } = placement;
      const kept = await query(
        `UPDATE placements SET order_id = $4, step = $5, reserved_version = $6, reserved_at = $7, lease_until = $8, updated_at = now()
         WHERE caller = $1 AND key = $2 AND attempt = $3 AND step <> 'PLACED' RETURNING 1`,
        [caller, key, attempt, uuidIn("Order", orderId), step, reserved?.cartVersion, reserved?.at, leaseUntil],
      );
      return kept.length > 0;
    },
    endLease: async ({ caller, key, attempt }, now) => {
      await query(
        `UPDATE placements SET lease_until = $4, updated_at = now() WHERE caller = $1 AND key = $2 AND attempt = $3 AND step <> 'PLACED'`,
        [caller, key, attempt, new Date(now.getTime() - 1)],
      );
    },
    remove: async ({ caller, key, attempt }) => {
      const sql = `DELETE FROM placements WHERE caller = $1 AND key = $2 AND attempt = $3 AND step <> 'PLACED' RETURNING 1`;
      return (await query(sql, [caller, key, attempt])).length > 0;
    },
    forget: async (before) => {
      await query(`DELETE FROM placements WHERE step = 'PLACED' AND updated_at < $1`, [before]);
    },
  };
}

/** The record's end, in the transaction that writes the order. */
export async function finishPlacement(query: Database["query"], placement: Placement): Promise<boolean> {
  const { caller, key, attempt, orderId } = placement;
  const finished = await query(
    `UPDATE placements SET step = 'PLACED', updated_at = now()
     WHERE caller = $1 AND key = $2 AND attempt = $3 AND order_id = $4 AND step = 'RESERVING' RETURNING 1`,
    [caller, key, attempt, uuidIn("Order", orderId)],
  );
  return finished.length > 0;
}

interface KeptInput extends Omit<PlacementInput, "expectedTotal"> {
  readonly expectedTotal: { readonly minorUnits: number; readonly currency: string } | null;
  readonly market: string;
  readonly locale: string;
  readonly requestId: string;
}

function inputOf({ order, market, locale, requestId }: Placement): string {
  const { expectedTotal: total, ...rest } = order;
  const expectedTotal = total && { minorUnits: Number(total.minorUnits), currency: total.currency };
  return JSON.stringify({ ...rest, expectedTotal, market, locale, requestId } satisfies KeptInput);
}

function placementFrom(row: any): Placement {
  const { expectedTotal: total, cartId, expectedVersion, market, locale, requestId }: KeptInput = row.input;
  const expectedTotal = total && money(BigInt(total.minorUnits), total.currency);
  return {
    caller: row.caller,
    key: row.key,
    argumentsHash: row.arguments_hash,
    order: { cartId, expectedVersion, expectedTotal },
    market,
    locale,
    requestId,
    orderId: idFromUuid(PREFIXES.Order, row.order_id),
    step: row.step,
    reserved: row.reserved_version === null ? null : { cartVersion: row.reserved_version, at: row.reserved_at },
    attempt: row.attempt,
    leaseUntil: row.lease_until,
  };
}
