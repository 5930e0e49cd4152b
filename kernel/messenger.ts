import pg from "pg";
import { sleep } from "./clock.ts";
import { openConsumer } from "./consumer.ts";
import { outboxSignal, type PostgresConnection } from "./database.ts";
import { redrive } from "./dead-letters.ts";
import type { EventHandlers } from "./event.ts";
import { type Hands, oneAtATime } from "./hands.ts";
import { type Job, runJobs } from "./jobs.ts";
import type { Log } from "./log.ts";
import { relay } from "./relay.ts";
import { runWhenWoken } from "./run-when-woken.ts";
import type { Signals } from "./signals.ts";

/** Between a leader that failed and its next try. */
const RESTART_MS = 100;
/** How often a standby asks whether the leader is gone. */
const LEADER_RETRY_MS = 2_000;
const HOUSEKEEPING_MS = 600_000;
/** Small, because the relay waits behind it. */
const HOUSEKEEPING_BATCH_MAX = 2_000;
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
    if (!stop.aborted) await sleep(RESTART_MS, stop);
  }
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
  const { name, handlers, jobs, signals, log } = options;
  const failed = new AbortController();
  const end = AbortSignal.any([stop, failed.signal]);
  const topics = Object.keys(handlers);
  const consumers = await Promise.all(topics.map((topic) => openConsumer(options, hands, topic, end)));
  const steps = [
    { wakes: [outboxSignal(name)], run: () => relay(hands, name, signals, end) },
    ...consumers.map((consumer) => ({ wakes: consumer.wakes, run: consumer.run })),
    { wakes: [], run: () => redrive(handlers, log, hands, end) },
  ];
  const housekeeping: Job = { name: "housekeeping", everyMs: HOUSEKEEPING_MS, run: () => keepHouse(hands, name, end) };
  const loops = [
    ...steps.map(({ wakes, run }) => runWhenWoken(signals, wakes, run, end)),
    runJobs([...jobs, housekeeping], log, end),
  ];
  try {
    await Promise.all(loops);
  } finally {
    failed.abort();
    await Promise.allSettled(loops);
    await Promise.allSettled(consumers.map((consumer) => consumer.save()));
  }
}

/** What is past its retention goes: by then every consumer has read it or has been down for two weeks. */
async function keepHouse(hands: Hands, name: string, stop: AbortSignal): Promise<void> {
  const tables = [
    { table: "inbox", column: "received_at", kept: RETENTION.inbox },
    { table: "idempotency", column: "created_at", kept: RETENTION.idempotency },
    { table: `bus.${name}`, column: "written_at", kept: RETENTION.busLog },
  ];
  for (const { table, column, kept } of tables) {
    const expired = `SELECT ctid FROM ${table} WHERE ${column} < now() - $1::interval LIMIT $2`;
    for (let deleted = HOUSEKEEPING_BATCH_MAX; deleted === HOUSEKEEPING_BATCH_MAX && !stop.aborted;) {
      const result = await hands.query(`DELETE FROM ${table} WHERE ctid = ANY(ARRAY(${expired}))`, [
        kept,
        HOUSEKEEPING_BATCH_MAX,
      ]);
      deleted = result.rowCount ?? 0;
    }
  }
}
