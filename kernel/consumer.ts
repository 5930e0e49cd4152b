import { setAside } from "./dead-letters.ts";
import type { EventEnvelope, EventHandler, EventHandlers } from "./event.ts";
import { SubgraphUnreachableError } from "./executor.ts";
import type { Hands } from "./hands.ts";
import type { Log } from "./log.ts";
import { PARTITIONS } from "./messaging-tables.ts";
import { busSignal } from "./relay.ts";
import type { Signals } from "./signals.ts";

/** Of each partition, so that one that is held up does not crowd out the others. */
const PARTITION_BATCH_MAX = 25;
/** First 100 ms, doubled up to 30 s: about two minutes in all before a message becomes a dead letter. */
const MESSAGE_ATTEMPTS_MAX = 12;
const BACKOFF_MS_MIN = 100;
const BACKOFF_MS_MAX = 30_000;
/** Positions are written down so long after the first move: what a crash makes come again, the inbox knows already. */
const SAVE_MS = 1_000;

export interface ConsumerOptions {
  /** The consumer group. */
  readonly name: string;
  readonly handlers: EventHandlers;
  readonly signals: Signals;
  readonly log: Log;
}

export interface Consumer {
  readonly wakes: readonly string[];
  /** Handles what is new; what fails holds its partition and is tried again later. */
  run(): Promise<void>;
  /** Writes the positions down now. */
  save(): Promise<void>;
}

interface Message {
  readonly partition: number;
  readonly offset: bigint;
  readonly event: EventEnvelope;
}

/** What holds a partition up. */
interface Blocked {
  readonly offset: bigint;
  readonly attempts: number;
  readonly retryAtMs: number;
}

/** Reads one topic for one consumer group, in order within each partition. */
export async function openConsumer(
  options: ConsumerOptions,
  hands: Hands,
  topic: string,
  stop: AbortSignal,
): Promise<Consumer> {
  const { signals, log } = options;
  const handlers = options.handlers[topic]!;
  const positions = await readPositions(hands, topic);
  const blocked = new Map<number, Blocked>();
  let saving: NodeJS.Timeout | undefined;

  const save = async () => {
    clearTimeout(saving);
    if (saving === undefined) return;
    saving = undefined;
    await writePositions(hands, topic, positions);
  };
  const saveSoon = () => {
    saving ??= setTimeout(
      () => save().catch((error) => log.warn({ error, topic }, "positions could not be saved")),
      SAVE_MS,
    );
  };

  const fetch = async (): Promise<Message[]> => {
    const { rows } = await hands.query(
      `SELECT log.partition, log."offset", log.event
       FROM unnest($1::smallint[], $2::bigint[]) AS mine(partition, position)
       CROSS JOIN LATERAL (
         SELECT partition, "offset", event FROM bus.${topic} AS topic
         WHERE topic."offset" > mine.position AND topic.partition = mine.partition ORDER BY "offset" LIMIT $3
       ) AS log ORDER BY log."offset"`,
      [[...positions.keys()], [...positions.values()].map(String), PARTITION_BATCH_MAX],
    );
    return rows;
  };

  /** Handles a partition's messages in order until one fails, or until this process is to let go. */
  const drain = async (partition: number, messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
      if (stop.aborted) return;
      const handler = handlers[message.event.type];
      if (handler && !(await deliver(partition, message, handler))) return;
      positions.set(partition, message.offset);
      saveSoon();
    }
  };

  const deliver = async (partition: number, message: Message, handler: EventHandler): Promise<boolean> => {
    const held = blocked.get(partition);
    const attempts = (held?.offset === message.offset ? held.attempts : 0) + 1;
    if (held && held.offset === message.offset && held.retryAtMs > Date.now()) return false;
    try {
      await handler(message.event);
      blocked.delete(partition);
      return true;
    } catch (error) {
      const { id, type, requestId } = message.event;
      log.warn({ error, topic, event: { id, type }, requestId, attempts }, "a message could not be handled");
      // A neighbour that is down is no fault of the message: it waits until the neighbour is back.
      if (attempts >= MESSAGE_ATTEMPTS_MAX && !(error instanceof SubgraphUnreachableError)) {
        await setAside(hands, topic, message.event, error, attempts);
        blocked.delete(partition);
        await writePositions(hands, topic, positions.set(partition, message.offset));
        return true;
      }
      const waitMs = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** Math.min(attempts - 1, MESSAGE_ATTEMPTS_MAX));
      blocked.set(partition, { offset: message.offset, attempts, retryAtMs: Date.now() + waitMs });
      setTimeout(() => signals.notify(retrySignal), waitMs).unref();
      return false;
    }
  };

  const retrySignal = `retry/${options.name}/${topic}`;
  return {
    wakes: [...Object.keys(handlers).map((type) => busSignal(topic, type)), retrySignal],
    save,
    run: async () => {
      while (!stop.aborted) {
        const before = new Map(positions);
        const byPartition = Map.groupBy(await fetch(), ({ partition }) => partition);
        await Promise.all([...byPartition].map(([partition, batch]) => drain(partition, batch)));
        const hasMore = [...byPartition].some(([partition, batch]) => {
          return batch.length === PARTITION_BATCH_MAX && positions.get(partition) !== before.get(partition);
        });
        if (!hasMore) return;
      }
    },
  };
}

async function readPositions(hands: Hands, topic: string): Promise<Map<number, bigint>> {
  const { rows } = await hands.query(
    `WITH new AS (
       INSERT INTO bus.offsets (consumer, topic, partition, position)
       SELECT current_user, $1, partition, 0 FROM generate_series(0, $2::int - 1) AS partition
       ON CONFLICT DO NOTHING RETURNING partition, position
     )
     SELECT partition, position FROM new
     UNION ALL SELECT partition, position FROM bus.offsets WHERE topic = $1 AND consumer = current_user`,
    [topic, PARTITIONS],
  );
  return new Map(rows.map(({ partition, position }) => [partition, BigInt(position)]));
}

async function writePositions(hands: Hands, topic: string, positions: ReadonlyMap<number, bigint>): Promise<void> {
  await hands.query(
    `UPDATE bus.offsets SET position = new.position
     FROM unnest($2::smallint[], $3::bigint[]) AS new(partition, position)
     WHERE consumer = current_user AND topic = $1 AND offsets.partition = new.partition`,
    [topic, [...positions.keys()], [...positions.values()].map(String)],
  );
}
