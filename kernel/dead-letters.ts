import type { EventEnvelope, EventHandlers } from "./event.ts";
import type { Hands } from "./hands.ts";
import type { Log } from "./log.ts";

/** Puts a message that cannot be handled where an admin finds it, so that what comes after it goes on. */
export async function setAside(hands: Hands, topic: string, event: EventEnvelope, error: unknown, attempts: number) {
  await hands.query(`INSERT INTO dead_letters (topic, event, error, attempts) VALUES ($1, $2, $3, $4)`, [
    topic,
    JSON.stringify(event),
    textOf(error),
    attempts,
  ]);
}

/** Dead letters that an admin asked to try again. */
export async function redrive(handlers: EventHandlers, log: Log, hands: Hands, stop: AbortSignal): Promise<void> {
  const { rows } = await hands.query(
    `SELECT id, topic, event FROM dead_letters WHERE redrive_requested_at IS NOT NULL AND redriven_at IS NULL ORDER BY id`,
  );
  for (const { id, topic, event } of rows) {
    if (stop.aborted) return;
    try {
      const handler = handlers[topic]?.[event.type];
      if (!handler) throw new Error(`Nothing here handles ${topic} ${event.type} any more`);
      await handler(event);
      await hands.query(`UPDATE dead_letters SET redriven_at = now() WHERE id = $1`, [id]);
    } catch (error) {
      log.warn({ error, topic, event: { id: event.id, type: event.type } }, "a dead letter failed again");
      await hands.query(
        `UPDATE dead_letters SET redrive_requested_at = NULL, attempts = attempts + 1, error = $2 WHERE id = $1`,
        [id, textOf(error)],
      );
    }
  }
}

const ERROR_LENGTH_MAX = 1_000;

function textOf(error: unknown): string {
  return String((error as Error)?.message ?? error).slice(0, ERROR_LENGTH_MAX);
}
