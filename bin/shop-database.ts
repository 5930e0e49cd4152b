import pg from "pg";
import type { PostgresConnection } from "#kernel/database.ts";
import { SUBGRAPHS } from "./compose.ts";
import type { Config } from "./config.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { acquireInstanceLock } from "./instance-lock.ts";
import { provision } from "./provision.ts";
import type { Secrets } from "./secrets.ts";
import { PlatformStartError } from "./start-error.ts";

/** The PostgreSQL of this shop, its subgraphs' roles and schemas in place. */
export interface ShopDatabase {
  /** The owner's connection. */
  readonly admin: PostgresConnection;
  close(): Promise<void>;
}

export const DATABASE = "agora";

export async function openShopDatabase(
  config: Config,
  secrets: Secrets,
  onProgress: (step: string) => void,
): Promise<ShopDatabase> {
  const opened = config.databaseUrl ? ownDatabase(config.databaseUrl) : await embeddedDatabase(config.data, onProgress);
  try {
    await provision(opened.admin, SUBGRAPHS, secrets.passwordOf);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** The embedded server, held by this platform alone: a second one on the same folder is told so. */
async function embeddedDatabase(directory: string, onProgress: (step: string) => void): Promise<ShopDatabase> {
  const { postgres, lock } = await startAndLock(directory, onProgress);
  const close = async () => {
    // In this order: whoever waits for the lock must not take over a server that is about to stop.
    await postgres.stop();
    await lock.release().catch(() => {});
  };
  try {
    await createDatabase({ ...postgres.connection, database: "postgres" });
    return { admin: { ...postgres.connection, database: DATABASE }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Begins anew where the server that was joined stopped meanwhile, with the platform that had it. */
async function startAndLock(directory: string, onProgress: (step: string) => void, triesLeft = 2) {
  const postgres = await startEmbeddedPostgres({ directory, onProgress });
  try {
    const lock = await acquireInstanceLock(postgres.connection);
    if (lock) return { postgres, lock };
  } catch (error) {
    if (triesLeft === 0) throw error;
    return startAndLock(directory, onProgress, triesLeft - 1);
  }
  throw new PlatformStartError({
    message: `Another Agora is running on the data folder ${directory}.`,
    remedy: "Stop it first, or give this one another folder (AGORA_DATA) and port (AGORA_PORT).",
  });
}

export async function createDatabase(connection: PostgresConnection): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function ownDatabase(url: string): ShopDatabase {
  return { admin: connectionFrom(url), close: async () => {} };
}

/** A connection out of a URL. The parameters `host` and `port` name a unix socket; others would be ignored silently. */
export function connectionFrom(url: string): PostgresConnection {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const unknown = [...searchParams.keys()].find((name) => name !== "host" && name !== "port");
  if (unknown) {
    throw new PlatformStartError({
      message: `AGORA_DATABASE_URL has the parameter "${unknown}", which Agora does not know.`,
      remedy: "Leave it out; for encryption put PgBouncer or another local proxy between.",
    });
  }
  return {
    host: searchParams.get("host") ?? hostname,
    port: Number(port || searchParams.get("port") || 5432),
    user: decodeURIComponent(username) || "postgres",
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || DATABASE,
  };
}
