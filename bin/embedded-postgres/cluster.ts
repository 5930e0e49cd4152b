import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { basename, join } from "node:path";
import { PlatformStartError } from "../start-error.ts";
import { damageRemedy, explainLog } from "./explain.ts";
import { openLog } from "./log.ts";
import type { Place } from "./place.ts";
import { giveTo, leaveToOwner, spawnAs } from "./server-user.ts";

const INITDB_MS_MAX = 120_000;

/** Makes the data at the first start, or checks that it can be ours; returns the superuser's password. */
export async function openCluster(place: Place): Promise<string> {
  const isMade = existsSync(place.cluster) && readdirSync(place.cluster).length > 0;
  const password = readPassword(place, isMade);
  if (isMade) checkVersion(place);
  else await makeCluster(place, password);
  giveTo(place.user, realpathSync(place.cluster));
  return password;
}

/** initdb works beside the place and its work is renamed into it: a crash half way leaves litter, never half a cluster. */
async function makeCluster(place: Place, password: string): Promise<void> {
  place.onProgress("Creating the database (first start only)");
  clearLitter(place);
  const staging = mkdtempSync(`${place.cluster}.new-`);
  const passwordFile = `${staging}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(place.user, staging);
  giveTo(place.user, passwordFile);
  try {
    await runInitdb(place, staging, passwordFile);
    renameSync(staging, place.cluster);
    await syncFolder(place.directory);
  } finally {
    clearLitter(place);
  }
}

async function runInitdb(place: Place, staging: string, passwordFile: string): Promise<void> {
  const args = [`--pgdata=${staging}`, "--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const log = openLog(place.logFile);
  try {
    const initdb = spawnAs(place.user, place.binaries.initdb, [...args, ...localeArguments(), "--no-instructions"], {
      output: log.descriptor,
      detached: false,
    });
    const timeout = setTimeout(() => initdb.kill(), INITDB_MS_MAX);
    const [code] = await once(initdb, "exit").finally(() => clearTimeout(timeout));
    if (code !== 0) throw explainLog("initdb", place.cluster, log.wordsSince());
  } finally {
    log.close();
  }
}

/**
 * Sorting and upper case by PostgreSQL's own tables: the same on every machine and after every upgrade of its
 * libraries. Full text and trigrams still ask the system's LC_CTYPE what a letter is, and C would know only English ones.
 */
function localeArguments(): string[] {
  const ctypes: Partial<Record<NodeJS.Platform, string>> = { darwin: "en_US.UTF-8", win32: "C" };
  const ctype = ctypes[process.platform] ?? "C.UTF-8";
  return [
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    `--lc-ctype=${ctype}`,
  ];
}

/** Written whole or not at all, and before the data that it opens. */
function readPassword({ directory, passwordFile, cluster }: Place, isMade: boolean): string {
  if (existsSync(passwordFile)) return readFileSync(passwordFile, "utf8");
  if (isMade) {
    throw new PlatformStartError({
      message: `The password for the data in ${cluster} is missing: there is no file ${passwordFile}.`,
      remedy: `Put ${basename(passwordFile)} back from a backup, or move ${cluster} away to begin with an empty shop.`,
    });
  }
  const password = randomBytes(24).toString("base64url");
  writeFileSync(`${passwordFile}.new`, password, { mode: 0o600, flush: true });
  leaveToOwner(directory, `${passwordFile}.new`);
  renameSync(`${passwordFile}.new`, passwordFile);
  return password;
}

function checkVersion({ cluster, binaries }: Place): void {
  const file = join(cluster, "PG_VERSION");
  if (!existsSync(file)) {
    throw new PlatformStartError({
      message: `${cluster} is not the data of a PostgreSQL: it has no PG_VERSION.`,
      remedy: damageRemedy(cluster),
    });
  }
  const version = readFileSync(file, "utf8").trim();
  if (version === binaries.major) return;
  throw new PlatformStartError({
    message: `${cluster} holds data of PostgreSQL ${version}; this Agora brings PostgreSQL ${binaries.major}.`,
    remedy: `Start the Agora that wrote it and dump the data, or run pg_upgrade from ${version} to ${binaries.major}.`,
  });
}

function clearLitter({ cluster, directory }: Place): void {
  const isLitter = (name: string) => name.startsWith(`${basename(cluster)}.new-`);
  for (const name of readdirSync(directory).filter(isLitter)) {
    rmSync(join(directory, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The rename is on disk only when its folder is; Windows opens no folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder);
  await handle.sync().finally(() => handle.close());
}
