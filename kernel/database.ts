import pg from "pg";
import { DataSource, type EntityManager, type EntitySchema, type MigrationInterface, type QueryRunner } from "typeorm";
import { envelope, type NewEvent } from "./event.ts";
import { messagingMigration } from "./messaging-tables.ts";
import { claimKey, type Claim, type ClaimOutcome } from "./idempotency.ts";
import type { Log } from "./log.ts";
import type { Result } from "./result.ts";
import type { Signals } from "./signals.ts";

/** As node-postgres takes it; `host` may be the folder of a unix socket. */
export interface PostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface DatabaseOptions {
  readonly connection: PostgresConnection;
  /** The subgraph's own schema; its role sees no other. */
  readonly schema: string;
  readonly entities: readonly EntitySchema<any>[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly signals: Signals;
  readonly log: Log;
  readonly poolSizeMax?: number;
}

/** One subgraph's PostgreSQL schema, through its own role and pool. */
export interface Database {
  /** TypeORM's manager for plain reads outside a transaction. */
  readonly manager: EntityManager;
  /** One parameterised statement outside a transaction. */
  query<Row = any>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /**
   * Runs `work` in one transaction. A refusal (`err`) rolls back as a fault does; a deadlock or serialisation failure
   * runs it again, so it must do nothing outside the transaction.
   */
  transact<Value, Refusal>(work: (tx: Transaction) => Promise<Result<Value, Refusal>>): Promise<Result<Value, Refusal>>;
  close(): Promise<void>;
}

export interface Transaction {
  readonly manager: EntityManager;
  query<Row = any>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Written to the outbox with the state, in one statement right before the commit. */
  emit(...events: NewEvent[]): void;
  /** True the first time this event is seen: the inbox row and the effects commit together. */
  receive(eventId: string): Promise<boolean>;
  /** The idempotency row of a mutation; see `claimKey`. */
  claim<Kept>(claim: Claim<Kept>): Promise<ClaimOutcome<Kept>>;
  /** Wakes listeners of this name after the commit. */
  signal(name: string): void;
}

const POOL_SIZE_MAX = 10;
/** Also the wait for a free connection of the pool: the request's own deadline is the limit that clients feel. */
const CONNECT_MS_MAX = 30_000;
const TRANSACTION_TRIES_MAX = 4;
/** serialization_failure and deadlock_detected: the same work may succeed now. */
const RETRYABLE = new Set(["40001", "40P01"]);

/** int8 as bigint everywhere: money and sequences never pass through a float. */
pg.types.setTypeParser(pg.types.builtins.INT8, BigInt);

/** A data folder that a newer Agora has written: going on could lose what only the newer one understands. */
class DatabaseIsNewerError extends Error {
  constructor(schema: string, migration: string) {
    super(`The schema "${schema}" has the migration ${migration}, which this version of Agora does not know.`);
    this.name = "DatabaseIsNewerError";
  }
}

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { connection, schema, signals, log } = options;
  const migrations = [messagingMigration, ...options.migrations];
  const source = new DataSource({
    type: "postgres",
    host: connection.host,
    port: connection.port,
    username: connection.user,
    password: connection.password,
    database: connection.database,
    schema,
    entities: [...options.entities],
    migrations,
    installExtensions: false,
    applicationName: `agora ${schema}`,
    poolSize: options.poolSizeMax ?? POOL_SIZE_MAX,
    connectTimeoutMS: CONNECT_MS_MAX,
    poolErrorHandler: (error: Error) => log.warn({ error: error.message, schema }, "a pooled connection ended"),
  });
  await source.initialize();
  try {
    await migrate(source, schema, migrations);
  } catch (error) {
    await source.destroy();
    throw error;
  }

  return {
    manager: source.manager,
    query: async (sql, parameters) => {
      const runner = source.createQueryRunner();
      try {
        return await rowsOf(runner, sql, parameters);
      } finally {
        await runner.release();
      }
    },
    transact: async (work) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await transactOnce(source, schema, signals, work);
        } catch (error) {
          const code = (error as { code?: string }).code ?? "";
          if (!RETRYABLE.has(code) || attempt >= TRANSACTION_TRIES_MAX) throw error;
        }
      }
    },
    close: () => source.destroy(),
  };
}

async function migrate(source: DataSource, schema: string, known: readonly (new () => MigrationInterface)[]) {
  const names = new Set(known.map((migration) => new migration().name ?? migration.name));
  const applied = await appliedMigrations(source, schema);
  const unknown = applied.find((name) => !names.has(name));
  if (unknown) throw new DatabaseIsNewerError(schema, unknown);
  if (applied.length === names.size) return;
  // Of processes that start together one migrates; the others find it done.
  const runner = source.createQueryRunner();
  try {
    await runner.query("SELECT pg_advisory_lock(hashtext('agora migrate'), hashtext($1))", [schema]);
    await source.runMigrations({ transaction: "all" });
  } finally {
    await runner.query("SELECT pg_advisory_unlock_all()");
    await runner.release();
  }
}

async function appliedMigrations(source: DataSource, schema: string): Promise<string[]> {
  const [table] = await source.query(`SELECT to_regclass($1) IS NOT NULL AS exists`, [`${schema}.migrations`]);
  const rows: { name: string }[] = table.exists ? await source.query(`SELECT name FROM "${schema}".migrations`) : [];
  return rows.map(({ name }) => name);
}

async function transactOnce<Value, Refusal>(
  source: DataSource,
  schema: string,
  signals: Signals,
  work: (tx: Transaction) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  const runner = source.createQueryRunner();
  const events: NewEvent[] = [];
  const names = new Set<string>();
  const query = (sql: string, parameters?: readonly unknown[]) => rowsOf(runner, sql, parameters);
  const tx: Transaction = {
    manager: runner.manager,
    query,
    emit: (...more) => void events.push(...more),
    receive: async (eventId) =>
      (await query(`INSERT INTO inbox (event_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING 1`, [eventId])).length >
      0,
    claim: (claim) => claimKey(query, claim),
    signal: (name) => void names.add(name),
  };
  try {
    await runner.startTransaction();
    const result = await work(tx);
    if (!result.ok) {
      await runner.rollbackTransaction();
      return result;
    }
    if (events.length > 0) {
      await query(INSERT_OUTBOX, [JSON.stringify(events.map(envelope))]);
      names.add(outboxSignal(schema));
    }
    await runner.commitTransaction();
    signals.notify(...names);
    return result;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
    throw error;
  } finally {
    await runner.release();
  }
}

/** TypeORM answers updates as [rows, count] unless it is asked for the structured result. */
async function rowsOf(runner: QueryRunner, sql: string, parameters: readonly unknown[] = []): Promise<any[]> {
  return (await runner.query(sql, [...parameters], true)).records;
}

const INSERT_OUTBOX = `
  INSERT INTO outbox (aggregate_id, event)
  SELECT event->>'aggregateId', event FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e(event, n) ORDER BY n`;

/** Says that a subgraph's outbox has something to relay. */
export function outboxSignal(schema: string): string {
  return `outbox/${schema}`;
}
