import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { PostgresConnection } from "#kernel/database.ts";

/** The kernel may be slow to tell PostgreSQL that the last holder died. */
const WAIT_MS_MAX = 3_000;
const RETRY_MS = 100;

export interface InstanceLock {
  release(): Promise<void>;
}

/**
 * One platform per data folder: nothing when another holds it. The lock belongs to a session of PostgreSQL, so that it
 * is free the moment its holder's process ends, however it ends. Always taken in the database `postgres`, since
 * advisory locks of different databases do not meet.
 */
export async function acquireInstanceLock(
  connection: Omit<PostgresConnection, "database">,
  waitMsMax = WAIT_MS_MAX,
): Promise<InstanceLock | undefined> {
  const client = new pg.Client({ ...connection, database: "postgres", application_name: "agora instance lock" });
  // Losing the session means that PostgreSQL went down: the platform's pools find that out too, and say so.
  client.on("error", () => {});
  await client.connect();
  if (await isAcquired(client, waitMsMax)) return { release: () => client.end() };
  await client.end();
  return undefined;
}

async function isAcquired(client: pg.Client, waitMsMax: number): Promise<boolean> {
  const giveUpAt = performance.now() + waitMsMax;
  for (;;) {
    const { rows } = await client.query(
      "SELECT pg_try_advisory_lock(hashtextextended('agora instance', 0)) AS acquired",
    );
    if (rows[0].acquired) return true;
    if (performance.now() > giveUpAt) return false;
    await sleep(RETRY_MS);
  }
}
