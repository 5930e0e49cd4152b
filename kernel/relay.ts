import type { Hands } from "./hands.ts";
import { PARTITIONS } from "./messaging-tables.ts";
import type { Signals } from "./signals.ts";

const RELAY_BATCH_MAX = 500;

/** Moves what is committed from the outbox to the topic; offsets are given here, by one writer, so none is skipped. */
export async function relay(hands: Hands, name: string, signals: Signals, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const { rows } = await hands.query(
      `WITH moved AS (
         DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1) RETURNING id, aggregate_id, event
       )
       INSERT INTO bus.${name} (partition, event)
       SELECT abs(hashtext(aggregate_id)::bigint) % $2, event FROM moved ORDER BY id
       RETURNING event->>'type' AS type`,
      [RELAY_BATCH_MAX, PARTITIONS],
    );
    if (rows.length > 0) signals.notify(...new Set(rows.map(({ type }) => busSignal(name, type))));
    if (rows.length < RELAY_BATCH_MAX) return;
  }
}

/** Says that a topic has a new message of this type: only those who handle it wake. */
export function busSignal(topic: string, type: string): string {
  return `bus/${topic}/${type}`;
}
