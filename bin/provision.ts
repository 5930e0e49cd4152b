import pg from "pg";
import type { PostgresConnection } from "#kernel/database.ts";
import { busSchemaSql } from "#kernel/messaging-tables.ts";

/** How long a statement waits for a lock, and a copy of a mutation for the first one with its key. */
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
/** A transaction that waits for its program this long holds others up: the program is broken. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 30_000;
/** Who only hears what subgraphs say on the bus. */
const READERS: readonly string[] = ["gateway"];

/**
 * Gives every subgraph its own role and schema, and all of them the bus. Run by the owner of the database at every
 * start: it changes nothing that is already so. A role sees no other schema; of the bus it may read all and write its
 * own topic. The gateway has a role that may read the bus and nothing else.
 */
export async function provision(
  admin: PostgresConnection,
  subgraphs: readonly string[],
  passwordOf: (subgraph: string) => string,
): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('agora provision'))");
    const role = (name: string) => roleOf(admin.database, name);
    const roles = [...subgraphs, ...READERS].map((name) => roleSql(client, role(name), passwordOf(name)));
    const schemas = subgraphs.map((name) => schemaSql(client, name, role(name), admin.database));
    const shared = `REVOKE ALL ON SCHEMA public FROM PUBLIC; REVOKE ALL ON DATABASE ${client.escapeIdentifier(admin.database)} FROM PUBLIC;`;
    const readers = READERS.map((name) => connectSql(client, role(name), admin.database));
    const bus = busSchemaSql(subgraphs, READERS, role);
    await client.query([shared, ...roles, ...schemas, ...readers, bus].join("\n"));
  } finally {
    await client.end();
  }
}

/** Roles belong to the whole cluster: another shop's database on it has roles of its own. */
function roleOf(database: string, subgraph: string): string {
  return `${database}_${subgraph}`;
}

/** How a subgraph, or the gateway, connects, given how the owner does. */
export function connectionOf(admin: PostgresConnection, subgraph: string, password: string): PostgresConnection {
  return { ...admin, user: roleOf(admin.database, subgraph), password };
}

function roleSql(client: pg.Client, role: string, password: string): string {
  return `
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} LOGIN; END IF;
    END $$;
    ALTER ROLE ${role} PASSWORD ${client.escapeLiteral(password)};
    ALTER ROLE ${role} SET lock_timeout = '${LOCK_TIMEOUT_MS}ms';
    ALTER ROLE ${role} SET statement_timeout = '${STATEMENT_TIMEOUT_MS}ms';
    ALTER ROLE ${role} SET idle_in_transaction_session_timeout = '${IDLE_IN_TRANSACTION_TIMEOUT_MS}ms';`;
}

function schemaSql(client: pg.Client, schema: string, role: string, database: string): string {
  return `
    ${connectSql(client, role, database)}
    CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${role};
    ALTER ROLE ${role} SET search_path = ${schema};`;
}

function connectSql(client: pg.Client, role: string, database: string): string {
  return `GRANT CONNECT ON DATABASE ${client.escapeIdentifier(database)} TO ${role};`;
}
