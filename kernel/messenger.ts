import pg from "pg";
import { sleep } from "./clock.ts";
import { outboxSignal, type PostgresConnection } from "./database.ts";
import type { EventEnvelope, EventHandler, EventHandlers } from "./event.ts";
import { runJobs, type Job } from "./jobs.ts";
import type { Log } from "./log.ts";
import { PARTITIONS } from "./messaging-tables.ts";
import type { Signals } from "./signals.ts";

/** The safety net below the signals. */
const POLL_MS = 5_000;
const RELAY_BATCH_MAX = 500;
const CONSUME_BATCH_MAX = 200;
/** First 100 ms, doubled up to 30 s: about two minutes in all before a message becomes a dead letter. */
const MESSAGE_ATTEMPTS_MAX = 12;
const BACKOFF_MS_MIN = 100;
const BACKOFF_MS_MAX = 30_000;
/** How often a standby asks whether the leader is gone. */
const LEADER_RETRY_MS = 2_000;
/** Positions are written down so long after the first move: what a crash makes come again, the inbox knows already. */
const SAVE_MS = 1_000;
const HOUSEKEEPING_MS = 3_600_000;
const RETENTION = { inbox: "30 days", idempotency: "30 days", busLog: "14 days" };

export interface MessengerOptions {
  /** The subgraph: its topic, its consumer group and its schema have this name. */
  readonly name: string;
  readonly connection: PostgresConnection;
  readonly handlers: EventHandlers;
  readonly jobs: readonly Job[];
  readonly signals: Signals;
  readonly log: Log;
}

export interface Messenger {
  /** Ends after the message and the job in hand. */
  stop(): Promise<void>;
}

/**
 * A subgraph's postman: relays its outbox to the bus, hands the bus's messages to its handlers, and runs its jobs. One
 * of a subgraph's processes leads, held by an advisory lock on the connection that does the work, so that a leader
 * that lost its lock has lost its hands too. The bus keeps the order within a partition, hence within an aggregate: a
 * message that fails holds its partition until it succeeds or is set aside as a dead letter.
 */
export function startMessenger(options: MessengerOptions): Messenger {
  const stopping = new AbortController();
  const finished = lead(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await finished;
    },
  };
}

async function lead(options: MessengerOptions, stop: AbortSignal): Promise<void> {
  const { name, connection, log } = options;
  while (!stop.aborted) {
    const client = new pg.Client({ ...connection, application_name: `agora ${name} messenger` });
    const lost = new AbortController();
    client.on("error", () => lost.abort());
    client.on("end", () => lost.abort());
    const hands = oneAtATime(client);
    try {
      await client.connect();
      if (await becomeLeader(hands, name, stop)) await work(options, hands, AbortSignal.any([stop, lost.signal]));
    } catch (error) {
      if (!stop.aborted && !lost.signal.aborted)
        log.error({ error, subgraph: name }, "messenger failed, starting again");
    } finally {
      await client.end().catch(() => {});
    }
    if (!stop.aborted) await sleep(BACKOFF_MS_MIN, stop);
  }
}

/** The leader's connection. */
interface Hands {
  query<Row extends pg.QueryResultRow = any>(sql: string, parameters?: unknown[]): Promise<pg.QueryResult<Row>>;
}

/** Relay and consumers share one connection, which takes one statement after the other. */
function oneAtATime(client: pg.Client): Hands {
  let last: Promise<unknown> = Promise.resolve();
  return {
    query: (sql, parameters) => {
      const next = last.then(() => client.query(sql, parameters));
      last = next.catch(() => {});
      return next;
    },
  };
}

async function becomeLeader(hands: Hands, name: string, stop: AbortSignal): Promise<boolean> {
  while (!stop.aborted) {
    const { rows } = await hands.query(
      `SELECT pg_try_advisory_lock(hashtext('agora messenger'), hashtext($1)) AS mine`,
      [name],
    );
    if (rows[0].mine) return true;
    await sleep(LEADER_RETRY_MS, stop);
  }
  return false;
}

async function work(options: MessengerOptions, hands: Hands, stop: AbortSignal): Promise<void> {
  const { name, handlers, jobs, signals } = options;
  const topics = Object.keys(handlers);
  const consumers = await Promise.all(topics.map((topic) => openConsumer(options, hands, topic)));
  const steps = [
    { wakes: [outboxSignal(name)], run: () => relay(hands, name, signals) },
    ...consumers.map((consumer) => ({ wakes: consumer.wakes, run: consumer.run })),
    { wakes: [deadLetterSignal(name)], run: () => redrive(options, hands) },
  ];
  const housekeeping: Job = { name: "housekeeping", everyMs: HOUSEKEEPING_MS, run: () => keepHouse(hands, name) };
  const failed = new AbortController();
  const end = AbortSignal.any([stop, failed.signal]);
  const loops = [
    ...steps.map(({ wakes, run }) => runWhenWoken(signals, wakes, run, end)),
    runJobs([...jobs, housekeeping], options.log, end),
  ];
  try {
    await Promise.all(loops);
  } finally {
    failed.abort();
    await Promise.allSettled(loops);
    await Promise.allSettled(consumers.map((consumer) => consumer.save()));
  }
}

/** Runs at the start, whenever one of the names is signalled, and every POLL_MS; a wake-up during a run runs once more. */
async function runWhenWoken(signals: Signals, wakes: readonly string[], run: () => Promise<void>, stop: AbortSignal) {
  let woken = new AbortController();
  const wake = () => woken.abort();
  const silence = wakes.map((name) => signals.listen(name, wake));
  try {
    while (!stop.aborted) {
      woken = new AbortController();
      await run();
      await sleep(POLL_MS, AbortSignal.any([stop, woken.signal]));
    }
  } finally {
    silence.forEach((end) => end());
  }
}

/** Moves what is committed from the outbox to the topic; offsets are given here, by one writer, so none is skipped. */
async function relay(hands: Hands, name: string, signals: Signals): Promise<void> {
  for (;;) {
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

export function deadLetterSignal(name: string): string {
  return `dead-letters/${name}`;
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

async function openConsumer(options: MessengerOptions, hands: Hands, topic: string) {
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
       ) AS log ORDER BY log."offset" LIMIT $3`,
      [[...positions.keys()], [...positions.values()].map(String), CONSUME_BATCH_MAX],
    );
    return rows;
  };

  /** Handles a partition's messages in order until one fails. */
  const drain = async (partition: number, messages: readonly Message[]): Promise<void> => {
    for (const message of messages) {
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
      if (attempts >= MESSAGE_ATTEMPTS_MAX) {
        await setAside(hands, topic, message.event, error, attempts);
        blocked.delete(partition);
        return true;
      }
      const waitMs = Math.min(BACKOFF_MS_MAX, BACKOFF_MS_MIN * 2 ** (attempts - 1));
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
      for (;;) {
        const before = new Map(positions);
        const messages = await fetch();
        const byPartition = Map.groupBy(messages, ({ partition }) => partition);
        await Promise.all([...byPartition].map(([partition, batch]) => drain(partition, batch)));
        const moved = [...positions].some(([partition, position]) => before.get(partition) !== position);
        if (!moved || messages.length < CONSUME_BATCH_MAX) return;
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

async function setAside(hands: Hands, topic: string, event: EventEnvelope, error: unknown, attempts: number) {
  await hands.query(`INSERT INTO dead_letters (topic, event, error, attempts) VALUES ($1, $2, $3, $4)`, [
    topic,
    JSON.stringify(event),
    String((error as Error)?.message ?? error).slice(0, 1_000),
    attempts,
  ]);
}

/** Dead letters that an admin asked to try again. */
async function redrive({ handlers, log }: MessengerOptions, hands: Hands): Promise<void> {
  const { rows } = await hands.query(
    `SELECT id, topic, event FROM dead_letters WHERE redrive_requested_at IS NOT NULL AND redriven_at IS NULL ORDER BY id`,
  );
  for (const { id, topic, event } of rows) {
    try {
      await handlers[topic]?.[event.type]?.(event);
      await hands.query(`UPDATE dead_letters SET redriven_at = now() WHERE id = $1`, [id]);
    } catch (error) {
      log.warn({ error, topic, event: { id: event.id, type: event.type } }, "a dead letter failed again");
      await hands.query(`UPDATE dead_letters SET redrive_requested_at = NULL, attempts = attempts + 1 WHERE id = $1`, [
        id,
      ]);
    }
  }
}

/** What is past its retention goes: by then every consumer has read it or has been down for two weeks. */
async function keepHouse(hands: Hands, name: string): Promise<void> {
  await hands.query(`DELETE FROM inbox WHERE received_at < now() - $1::interval`, [RETENTION.inbox]);
  await hands.query(`DELETE FROM idempotency WHERE created_at < now() - $1::interval`, [RETENTION.idempotency]);
  await hands.query(`DELETE FROM bus.${name} WHERE written_at < now() - $1::interval`, [RETENTION.busLog]);
}
