import pg from "pg";
import type { PostgresConnection } from "#kernel/database.ts";
import type { Log } from "#kernel/log.ts";
import { postgresSignals } from "#kernel/signals.ts";
import type { ProductStore } from "#subgraphs/catalog/ports.ts";
import { SUBGRAPHS } from "../compose.ts";
import type { Config } from "../config.ts";
import { startEmbeddedPostgres } from "../embedded-postgres.ts";
import { acquireInstanceLock } from "../instance-lock.ts";
import { connectionOf, provision } from "../provision.ts";
import { openPlatformSecrets } from "../secrets.ts";
import { connectionFrom, createDatabase, DATABASE } from "../shop-database.ts";
import { PlatformStartError } from "../start-error.ts";
import { openCatalogStore } from "../subgraphs/catalog.ts";

export interface ImportStore {
  readonly store: ProductStore;
  close(): Promise<void>;
}

/** The shop's catalogue, whether its platform runs or not; a running one hears of what is written. */
export async function openImportStore(
  config: Config,
  log: Log,
  onProgress: (step: string) => void,
): Promise<ImportStore> {
  const { passwordOf } = openPlatformSecrets(config);
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).toReversed()) await end();
  };
  try {
    const connection = config.databaseUrl
      ? await ownServer(config.databaseUrl, passwordOf)
      : await embedded(config.data, passwordOf, closers, onProgress);
    const signals = await postgresSignals({ connection, log, send: true });
    closers.push(() => signals.close());
    const { database, store } = await openCatalogStore({ connection, signals, log });
    closers.push(() => database.close());
    return { store, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A server of one's own: the URL's user prepares it where it names one, as the platform's does; the work is catalog's. */
async function ownServer(url: string, passwordOf: (subgraph: string) => string): Promise<PostgresConnection> {
  const given = connectionFrom(url);
  const namesOwner = new URL(url).username !== "";
  if (namesOwner && !(await isProvisioned(given))) await provision(given, SUBGRAPHS, passwordOf);
  return connectionOf(given, "catalog", passwordOf("catalog"));
}

/** Joins the data folder's server or starts it; in the end it is stopped when no platform needs it. */
async function embedded(
  directory: string,
  passwordOf: (subgraph: string) => string,
  closers: (() => Promise<void>)[],
  onProgress: (step: string) => void,
): Promise<PostgresConnection> {
  const postgres = await startEmbeddedPostgres({ directory, onProgress });
  const lock = await onlyImport(postgres.connection, directory);
  closers.push(async () => {
    const nobodyElse = await acquireInstanceLock(postgres.connection, 0);
    await nobodyElse?.release();
    await lock.end();
    if (nobodyElse) await postgres.stop();
  });
  const admin = { ...postgres.connection, database: DATABASE };
  await createDatabase({ ...postgres.connection, database: "postgres" });
  // A platform that runs is not disturbed by what it has done itself already.
  if (!(await isProvisioned(admin))) await provision(admin, SUBGRAPHS, passwordOf);
  return connectionOf(admin, "catalog", passwordOf("catalog"));
}

/** Two imports at once would stop the server below each other. The lock ends with this process, however it ends. */
async function onlyImport(connection: Omit<PostgresConnection, "database">, directory: string): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, database: "postgres", application_name: "agora import" });
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client.query("SELECT pg_try_advisory_lock(hashtextextended('agora import', 0)) AS acquired");
  if (rows[0].acquired) return client;
  await client.end();
  throw new PlatformStartError({
    message: `Another import is running on the data folder ${directory}.`,
    remedy: "Wait until it has ended, then start this one again.",
  });
}

async function isProvisioned(admin: PostgresConnection): Promise<boolean> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    const { rows } = await client.query("SELECT to_regclass('bus.offsets') IS NOT NULL AS done");
    return rows[0].done;
  } finally {
    await client.end();
  }
}
