import type { Database } from "#kernel/database.ts";
import { idFromUuid } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { TimelineEntry } from "../../domain/order.ts";
import type { EntriesQuery } from "../../ports.ts";
import { uuidsOf } from "./rows.ts";

/** Parts of the timelines of any number of orders, in one statement. */
export async function findEntries(
  query: Database["query"],
  queries: readonly EntriesQuery[],
): Promise<TimelineEntry[][]> {
  const wanted = queries.filter(({ orderId }) => uuidsOf("Order", [orderId]).length > 0);
  if (wanted.length === 0) return queries.map(() => []);
  const rows = await query(
    `SELECT entry.* FROM unnest($1::uuid[], $2::int[]) AS wanted(order_id, after_sequence)
     CROSS JOIN LATERAL (
       SELECT * FROM timeline WHERE timeline.order_id = wanted.order_id AND sequence > after_sequence ORDER BY sequence LIMIT $3
     ) AS entry ORDER BY entry.sequence`,
    [
      uuidsOf(
        "Order",
        wanted.map(({ orderId }) => orderId),
      ),
      wanted.map(({ afterSequence }) => afterSequence),
      Math.max(...wanted.map(({ limit }) => limit)),
    ],
  );
  const byOrder = Map.groupBy(rows.map(entryFrom), ({ orderId }) => orderId);
  return queries.map(({ orderId, afterSequence, limit }) =>
    (byOrder.get(orderId) ?? []).filter(({ sequence }) => sequence > afterSequence).slice(0, limit),
  );
}

function entryFrom(row: any): TimelineEntry {
  return {
    orderId: idFromUuid(PREFIXES.Order, row.order_id),
    sequence: row.sequence,
    occurredAt: row.occurred_at,
    fromStatus: row.from_status,
    status: row.status,
    actor: row.actor,
    actorId: row.actor_id,
    note: row.note,
  };
}
