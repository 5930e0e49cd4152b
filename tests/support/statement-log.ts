import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import type { Platform } from "./platform.ts";

/** Counts what PostgreSQL is told, by its own log: BEGIN and COMMIT are statements too. */
export interface StatementCounter {
  /** The fewest statements of several runs: jobs and polls that happen meanwhile are not the operation's. */
  fewest(runs: number, operation: () => Promise<unknown>): Promise<number>;
  close(): Promise<void>;
}

/** What is still written to the log after the client has its answer. */
const SETTLE_MS = 60;
const STATEMENT = /LOG: {2}(?:statement|execute [^:]*): /;

export async function countStatements(platform: Platform): Promise<StatementCounter> {
  const client = new pg.Client({
    host: join(platform.data, "socket"),
    user: "postgres",
    password: readFileSync(join(platform.data, "postgres-password"), "utf8").trim(),
    database: "agora",
  });
  await client.connect();
  await client.query("ALTER SYSTEM SET log_statement = 'all'");
  await client.query("SELECT pg_reload_conf()");
  await wait(SETTLE_MS * 5);
  const log = join(platform.data, "postgres.log");

  const during = async (operation: () => Promise<unknown>): Promise<string[]> => {
    const from = statSync(log).size;
    await operation();
    await wait(SETTLE_MS);
    const written = readFileSync(log).subarray(from).toString();
    return written.split("\n").filter((line) => STATEMENT.test(line));
  };
  return {
    fewest: async (runs, operation) => {
      let best: string[] | undefined;
      for (let run = 0; run < runs; run++) {
        const lines = await during(operation);
        if (!best || lines.length < best.length) best = lines;
      }
      if (process.env.AGORA_TEST_SHOW_SQL) console.log(best!.join("\n"));
      return best!.length;
    },
    close: async () => {
      await client.query("ALTER SYSTEM RESET log_statement");
      await client.query("SELECT pg_reload_conf()");
      await client.end();
    },
  };
}
