import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import pg from "pg";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { Pool } from "undici";
import { guest, signIn } from "#tests/support/client.ts";
import { type Platform, startPlatform } from "#tests/support/platform.ts";
import { variantId } from "#tests/support/shopper.ts";
import { countStatements } from "#tests/support/statement-log.ts";
import { randomUUID } from "node:crypto";
import { cpuMsOf, postgresPid } from "./cpu.ts";
import { load, type LoadResult } from "./load.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

/** `npm run bench [SECONDS]`: what people do in a shop, beside a bare node:http server that answers the same bytes. */
const secondsPerRow = Number(process.argv[2] ?? 4);
const CONNECTIONS = [1, 8, 32];
const WARM_UP_MS = 1_500;
/** Enough that no run of checkouts or carts sells out. */
const STOCK = 1_000_000;

const platform = await startPlatform("one process", { AGORA_LOG_LEVEL: "info", AGORA_SANDBOX_SLOW_MS: "0" });
try {
  await stockUp(platform);
  console.log(await circumstances(platform));
  console.log(
    row(["", "conn", "req/s", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "of it PG", "SQL", "bare req/s", "bare CPU"]),
  );
  for (const scenario of await scenarios(platform.url)) await measure(platform, scenario);
} finally {
  await platform.stop();
}
process.exit(0);

async function measure({ process: node, data, ...rest }: Platform, scenario: Scenario): Promise<void> {
  const counter = await countStatements({ process: node, data, ...rest } as Platform);
  const statements = await counter.fewest(3, () => scenario.perform(0));
  await counter.close();
  const bare = scenario.answer === undefined ? undefined : await startBare(scenario.answer);
  await load(8, WARM_UP_MS, scenario.perform);
  for (const connections of CONNECTIONS) {
    const pids = [node.pid!, postgresPid(data)] as const;
    const before = pids.map(cpuMsOf);
    const result = await load(connections, secondsPerRow * 1_000, scenario.perform);
    const [nodeMs, postgresMs] = pids.map((pid, index) => (cpuMsOf(pid) - before[index]!) / result.requests);
    const baseline = bare && (await bare.measure(connections));
    console.log(
      row([
        scenario.name,
        connections,
        ...figures(result),
        (nodeMs! + postgresMs!).toFixed(2),
        postgresMs!.toFixed(2),
        statements,
        baseline?.requestsPerSecond.toFixed(0) ?? "–",
        baseline?.cpuMs.toFixed(3) ?? "–",
      ]),
    );
  }
  bare?.process.kill();
}

interface Bare {
  readonly process: ChildProcess;
  measure(connections: number): Promise<LoadResult & { cpuMs: number }>;
}

async function startBare(answer: string): Promise<Bare> {
  const child = fork(new URL("./bare-server.ts", import.meta.url));
  child.send(answer);
  const [port] = await once(child, "message");
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: Math.max(...CONNECTIONS) });
  const request = async () => {
    const { body } = await pool.request({
      method: "POST",
      path: "/graphql",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    await body.text();
  };
  return {
    process: child,
    measure: async (connections) => {
      await load(connections, 300, request);
      const before = cpuMsOf(child.pid!);
      const result = await load(connections, 1_000, request);
      return { ...result, cpuMs: (cpuMsOf(child.pid!) - before) / result.requests };
    },
  };
}

/** What figures depend on, so that two runs can be compared. */
async function circumstances({ data, url }: Platform): Promise<string> {
  const password = readFileSync(join(data, "postgres-password"), "utf8").trim();
  const client = new pg.Client({ host: join(data, "socket"), user: "postgres", password, database: "agora" });
  await client.connect();
  const { rows } = await client.query(
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version') ORDER BY name`,
  );
  await client.end();
  await guest(url);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const settings = rows.map(({ name, setting }) => `${name} ${setting}`).join(", ");
  return `Agora ${commit}, one process, Node ${process.version}, ${cpus().length} cores; PostgreSQL: ${settings}\n${secondsPerRow} s a row; the client runs on the same machine. CPU ms per operation: node and PostgreSQL together.\n`;
}

async function stockUp({ url, logins }: Platform): Promise<void> {
  const admin = await signIn(url, logins.ADMIN);
  for (const sku of ["USBC-1M", "USBC-2M", "USBC-3M", "MUG-IND", "TEE-WHT-M"]) {
    const input = { variantId: variantId(sku), change: { to: STOCK }, reason: "bench", idempotencyKey: randomUUID() };
    await admin.must(`mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { errors { __typename } } }`, {
      input,
    });
  }
}

function figures({ requestsPerSecond, p50, p95, p99 }: LoadResult): string[] {
  return [requestsPerSecond.toFixed(0), p50.toFixed(1), p95.toFixed(1), p99.toFixed(1)];
}

function row(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => (index === 0 ? String(cell).padEnd(14) : String(cell).padStart(10))).join(" ");
}
