import { randomBytes } from "node:crypto";
import pg from "pg";
import { SUBGRAPHS } from "#bin/compose.ts";
import { connectionOf, provision } from "#bin/provision.ts";
import type { PostgresConnection } from "#kernel/database.ts";

/** A database of its own on the test run's cluster, provisioned like a shop's. */
export interface TestDatabase {
  readonly admin: PostgresConnection;
  connectionOf(subgraph: string): PostgresConnection;
  drop(): Promise<void>;
}

const TEMPLATE = "agora_test_template";
const PASSWORD = "test";

/** Copies a provisioned template: quicker than provisioning, and tests in parallel do not race for the roles. */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = clusterConnection();
  const name = `test_${randomBytes(6).toString("hex")}`;
  await onCluster(cluster, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('agora test template'))");
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [TEMPLATE]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${TEMPLATE}`);
      await provision({ ...cluster, database: TEMPLATE }, SUBGRAPHS, () => PASSWORD);
    }
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  });
  const admin = { ...cluster, database: name };
  return {
    admin,
    connectionOf: (subgraph) => ({
      ...connectionOf({ ...cluster, database: TEMPLATE }, subgraph, PASSWORD),
      database: name,
    }),
    drop: () =>
      onCluster(cluster, async (client) => void (await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))),
  };
}

/** The cluster that tests/run.ts started. */
export function clusterConnection(): PostgresConnection {
  const text = process.env.AGORA_TEST_POSTGRES;
  if (!text)
    throw new Error("Run tests by `npm test` (all) or `npm run test:files -- FILE …` (some): they need a PostgreSQL.");
  return JSON.parse(text);
}

async function onCluster(connection: PostgresConnection, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
