import pg from "pg";
import { sleep } from "./clock.ts";
import type { PostgresConnection } from "./database.ts";
import type { EventEnvelope } from "./event.ts";
import type { Log } from "./log.ts";
import { busSignal } from "./relay.ts";
import { runWhenWoken } from "./run-when-woken.ts";
import type { Signals } from "./signals.ts";

const BATCH_MAX = 500;
const POLL_MS = 1_000;
/** A connection that does not answer in this time is given up. */
const QUERY_MS_MAX = 3_000;
const RESTART_MS = 500;

export interface FollowBusOptions {
  /** A role that may read the topics. */
  readonly connection: PostgresConnection;
  /** By topic, then by type. */
  readonly handlers: Readonly<
    Record<string, Readonly<Record<string, (event: EventEnvelope<string, any>) => Promise<void>>>>
  >;
  readonly signals: Signals;
  readonly log: Log;
}

export interface BusFollower {
  /** Whether all that was said until a moment ago was heard: not before the first look, nor while the bus is away. */
  isUpToDate(): boolean;
  stop(): Promise<void>;
}

/**
 * Hears what is said on the bus from now on, each process for itself: for whoever keeps something of others in memory. It
 * writes no position down, and goes on where it stopped when the bus was away. What a handler fails at is said again.
 */
export function followBus(options: FollowBusOptions): BusFollower {
  const stopping = new AbortController();
  const state = { isUpToDate: false };
  const finished = follow(options, state, stopping.signal);
  return {
    isUpToDate: () => state.isUpToDate,
    stop: async () => {
      stopping.abort();
      await finished;
    },
  };
}

async function follow(options: FollowBusOptions, state: { isUpToDate: boolean }, stop: AbortSignal): Promise<void> {
  const { connection, handlers, signals, log } = options;
  const wakes = Object.entries(handlers).flatMap(([topic, types]) =>
    Object.keys(types).map((type) => busSignal(topic, type)),
  );
  let positions: Map<string, bigint> | undefined;
  while (!stop.aborted) {
    const client = new pg.Client({
      ...{ ...connection, application_name: "agora bus follower" },
      ...{ query_timeout: QUERY_MS_MAX, connectionTimeoutMillis: QUERY_MS_MAX },
    });
    const lost = new AbortController();
    const lose = () => {
      state.isUpToDate = false;
      lost.abort();
    };
    client.on("error", lose);
    client.on("end", lose);
    try {
      await client.connect();
      const known = (positions ??= await readEnds(client, Object.keys(handlers)));
      const look = async () => {
        await hear(client, known, handlers);
        state.isUpToDate = !lost.signal.aborted;
      };
      await runWhenWoken(signals, wakes, look, AbortSignal.any([stop, lost.signal]), POLL_MS);
    } catch (error) {
      if (!stop.aborted) log.warn({ error: (error as Error).message }, "the bus cannot be followed, trying again");
    } finally {
      lose();
      await client.end().catch(() => {});
    }
    await sleep(RESTART_MS, stop);
  }
}

/** Who has kept nothing yet has missed nothing. */
async function readEnds(client: pg.Client, topics: readonly string[]): Promise<Map<string, bigint>> {
  const ends = new Map<string, bigint>();
  for (const topic of topics) {
    const { rows } = await client.query(`SELECT coalesce(max("offset"), 0)::text AS last FROM bus.${topic}`);
    ends.set(topic, BigInt(rows[0].last));
  }
  return ends;
}

async function hear(
  client: pg.Client,
  positions: Map<string, bigint>,
  handlers: FollowBusOptions["handlers"],
): Promise<void> {
  for (const topic of positions.keys()) {
    for (let found = BATCH_MAX; found === BATCH_MAX;) {
      const { rows } = await client.query(
        `SELECT "offset"::text AS at, event FROM bus.${topic} WHERE "offset" > $1 ORDER BY "offset" LIMIT $2`,
        [String(positions.get(topic)), BATCH_MAX],
      );
      for (const { at, event } of rows) {
        await handlers[topic]![event.type]?.(event);
        positions.set(topic, BigInt(at));
      }
      found = rows.length;
    }
  }
}
