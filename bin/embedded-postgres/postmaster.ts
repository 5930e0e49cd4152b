import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { PostgresConnection } from "#kernel/database.ts";
import { PlatformStartError } from "../start-error.ts";
import type { Place } from "./place.ts";

/** A fast shutdown ends all sessions and writes a checkpoint. */
const FAST_STOP_MS_MAX = 15_000;
/** An immediate one only ends; PostgreSQL itself kills what has not gone after 5 s. */
const IMMEDIATE_STOP_MS_MAX = 7_000;
const ANSWER_MS_MAX = 1_000;
const POLL_MS = 15;
/** Class 28: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const INVALID_AUTHORIZATION = /^28/;

export type ServerConnection = Omit<PostgresConnection, "database">;

/** What a running server writes down: https://www.postgresql.org/docs/18/storage-file-layout.html */
export interface PidFile {
  readonly pid: number;
  readonly status: "starting" | "stopping" | "ready" | "unknown";
  /** Known once the server listens. */
  readonly address?: { readonly host: string; readonly port: number };
}

export type Answer =
  | { readonly kind: "ready" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "silent"; readonly reason: string };

/** Nothing when no server has been started, or it went down in order; also when a full disk left the file empty. */
export function readPidFile(cluster: string): PidFile | undefined {
  const lines =
    readIfThere(join(cluster, "postmaster.pid"))
      ?.split("\n")
      .map((line) => line.trim()) ?? [];
  const [pid, , , port, socketFolder, listenAddress, , status] = lines;
  if (!Number.isInteger(Number(pid)) || Number(pid) < 1) return undefined;
  const host = socketFolder || listenAddress;
  return {
    pid: Number(pid),
    status: status === "starting" || status === "stopping" || status === "ready" ? status : "unknown",
    address: host && port ? { host, port: Number(port) } : undefined,
  };
}

/** Whether the process lives and is this data's server: a number alone may by now be another program's. */
export function isServing(pid: number, cluster: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const command = commandOf(pid);
  return command === undefined || command.includes(` -D ${cluster} `);
}

/** A postmaster keeps the command line it was started with; a zombie has none. Unknown on Windows. */
function commandOf(pid: number): string | undefined {
  if (process.platform === "win32") return undefined;
  if (process.platform === "linux") return readIfThere(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ") ?? "";
  return spawnSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout;
}

/** Connects as the superuser and asks whose data is served. */
export async function ask(connection: ServerConnection, cluster: string): Promise<Answer> {
  const client = new pg.Client({
    ...connection,
    database: "postgres",
    connectionTimeoutMillis: ANSWER_MS_MAX,
    query_timeout: ANSWER_MS_MAX,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>("SHOW data_directory");
    const served = rows[0]!.data_directory;
    if (isSameFolder(served, cluster)) return { kind: "ready" };
    return { kind: "refused", reason: `the server at ${connection.host} serves ${served}` };
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return { kind: INVALID_AUTHORIZATION.test(code) ? "refused" : "silent", reason: message };
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Removes the pid file that a killed server left: PostgreSQL would take any program that has its number now for the
 * server. Called under the start lock and when no such server lives on this machine; one that answers nevertheless is
 * another container's on the same disk, and two on one data destroy it.
 */
export async function clearAway(cluster: string, password: string): Promise<void> {
  const address = readPidFile(cluster)?.address;
  const answer = address && (await ask({ ...address, user: "postgres", password }, cluster));
  if (answer?.kind === "ready" || (answer?.kind === "refused" && address?.host.startsWith("/"))) {
    throw new PlatformStartError({
      message: `The data in ${cluster} is served by a PostgreSQL that Agora did not start here: by hand, or in another container.`,
      remedy: "Stop that one first: two servers on one data folder would destroy it.",
    });
  }
  rmSync(join(cluster, "postmaster.pid"), { force: true });
}

/** Fast, then immediate: what was committed is safe either way, the second only costs the next start a recovery. */
export async function stopServer({ cluster, binaries }: Place, pid: number): Promise<void> {
  if (!isServing(pid, cluster)) return;
  if (process.platform === "win32") {
    // Windows has no signals: pg_ctl speaks to the server's pipe.
    await once(
      spawn(binaries.pgCtl, ["stop", "-D", cluster, "-m", "fast"], { stdio: "ignore", windowsHide: true }),
      "exit",
    );
  } else {
    signal(pid, "SIGINT");
    if (await isGone(pid, cluster, FAST_STOP_MS_MAX)) return;
    signal(pid, "SIGQUIT");
  }
  if (await isGone(pid, cluster, IMMEDIATE_STOP_MS_MAX)) return;
  throw new Error(`The PostgreSQL server of ${cluster} (process ${pid}) does not end.`);
}

async function isGone(pid: number, cluster: string, waitMsMax: number): Promise<boolean> {
  const giveUpAt = performance.now() + waitMsMax;
  while (isServing(pid, cluster)) {
    if (performance.now() > giveUpAt) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** It may have ended by itself just now. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function isSameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
}
