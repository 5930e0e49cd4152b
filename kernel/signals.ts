import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import pg from "pg";
import { sleep } from "./clock.ts";
import type { Log } from "./log.ts";
import type { PostgresConnection } from "./database.ts";

/**
 * Wake-ups without content: "something is new under this name", the reader looks for itself. A lost one costs a poll's
 * wait, never data. They are sent after a commit, never inside it (NOTIFY takes a lock of the whole cluster until the
 * commit is on disk).
 */
export interface Signals {
  notify(...names: string[]): void;
  /** Returns the function that ends the listening. */
  listen(name: string, listener: () => void): () => void;
  close(): Promise<void>;
}

/** Within one process. */
export function localSignals(): Signals {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    notify: (...names) => names.forEach((name) => emitter.emit(name)),
    listen: (name, listener) => {
      emitter.on(name, listener);
      return () => emitter.off(name, listener);
    },
    close: async () => void emitter.removeAllListeners(),
  };
}

const CHANNEL = "agora_signals";
/** All names of this long go out as one NOTIFY. */
const COALESCE_MS = 10;
/** PostgreSQL's limit for a payload is 8,000 bytes; above ours everyone is woken instead. */
const PAYLOAD_BYTES_MAX = 7_500;
const RECONNECT_MS = 500;

export interface PostgresSignalsOptions {
  readonly connection: PostgresConnection;
  readonly log: Log;
  /** False where every listener that matters lives in this process: it still hears the others. */
  readonly send: boolean;
}

/** Within the process at once, and across processes by one coalesced NOTIFY on one direct connection. */
export async function postgresSignals({ connection, log, send }: PostgresSignalsOptions): Promise<Signals> {
  const local = new EventEmitter().setMaxListeners(0);
  const self = randomUUID();
  const pending = new Set<string>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let client: pg.Client | undefined;

  const wakeAll = () => local.eventNames().forEach((name) => local.emit(name));

  const hear = ({ payload }: pg.Notification) => {
    const message = read(payload);
    if (message?.from === self) return;
    if (message) message.names.forEach((name) => local.emit(name));
    else wakeAll();
  };

  const flush = async () => {
    timer = undefined;
    const names = [...pending];
    pending.clear();
    const exact = JSON.stringify({ from: self, names });
    const payload = Buffer.byteLength(exact) <= PAYLOAD_BYTES_MAX ? exact : "all";
    await client?.query("SELECT pg_notify($1, $2)", [CHANNEL, payload]);
  };

  const connect = async () => {
    const next = new pg.Client({ ...connection, application_name: "agora signals" });
    next.on("notification", hear);
    next.on("error", () => {});
    try {
      await next.connect();
      await next.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await next.end().catch(() => {});
      throw error;
    }
    // Only now: a connection that never stood ends too, and would begin a second reconnecting.
    next.once("end", () => void reconnect());
    return next;
  };

  const reconnect = async () => {
    client = undefined;
    while (!closing.signal.aborted) {
      await sleep(RECONNECT_MS, closing.signal);
      if (closing.signal.aborted) return;
      try {
        client = await connect();
        if (closing.signal.aborted) return void (await client.end());
        return wakeAll();
      } catch (error) {
        log.warn({ error: (error as Error).message }, "signals: cannot reach PostgreSQL, trying again");
      }
    }
  };

  client = await connect();
  return {
    notify: (...names) => {
      names.forEach((name) => local.emit(name));
      if (!send || names.length === 0 || closing.signal.aborted) return;
      names.forEach((name) => pending.add(name));
      timer ??= setTimeout(() => flush().catch(() => {}), COALESCE_MS);
    },
    listen: (name, listener) => {
      local.on(name, listener);
      return () => local.off(name, listener);
    },
    close: async () => {
      closing.abort();
      clearTimeout(timer);
      if (pending.size > 0) await flush().catch(() => {});
      local.removeAllListeners();
      await client?.end();
    },
  };
}

/** What another process sent, or undefined for "all" and for anything that is not ours: then everybody looks. */
function read(payload = ""): { from: string; names: string[] } | undefined {
  try {
    const message = JSON.parse(payload);
    return Array.isArray(message?.names) ? message : undefined;
  } catch {
    return undefined;
  }
}
