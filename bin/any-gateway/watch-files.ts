import { createHash } from "node:crypto";
import { type FSWatcher, readFileSync, statSync, watch as watchFolder } from "node:fs";
import { dirname } from "node:path";
import type { Log } from "#kernel/log.ts";

export interface WatchOptions {
  readonly files: readonly string[];
  /** Their `fingerprintOf` from before they were read. */
  readonly seen: string;
  /** A file that changed is read when it has not changed for so long: it may be half written. */
  readonly settleMs: number;
  /** How often files are looked at where no news of them comes, as on some network drives. */
  readonly pollMs: number;
  /** Without it only `now` does anything. */
  readonly watch: boolean;
  readonly onChange: () => Promise<void>;
  readonly log: Log;
}

export interface FileWatch {
  /** Calls back now, whether something changed or not. */
  now(): Promise<void>;
  close(): void;
}

/** Calls back when the content of a file is another; one call at a time, the last of which has seen the last change. */
export function watchFiles(options: WatchOptions): FileWatch {
  const { files, watch, settleMs, pollMs, onChange, log } = options;
  let { seen } = options;
  let stamps = stampsOf(files);
  let settling: NodeJS.Timeout | undefined;
  let isCalling = false;

  const now = async () => {
    seen = fingerprintOf(files);
    isCalling = true;
    await onChange().catch((error) => log.error({ error, files }, "a changed file could not be taken over"));
    isCalling = false;
  };
  const look = async () => {
    settling = undefined;
    if (isCalling) return settle();
    if (fingerprintOf(files) !== seen) await now();
  };
  const settle = () => {
    clearTimeout(settling);
    settling = setTimeout(look, settleMs);
  };
  /** Of the folder's news only those of the files themselves: a log that is written beside them never settles. */
  const noticed = () => {
    const before = stamps;
    stamps = stampsOf(files);
    if (stamps !== before) settle();
  };

  if (!watch || files.length === 0) return { now, close: () => {} };
  // The folder, since files are replaced more often than they are written.
  const watchers = [...new Set(files.map(dirname))].flatMap((folder) => watcherOf(folder, noticed, log));
  const polling = setInterval(() => !settling && fingerprintOf(files) !== seen && settle(), pollMs).unref();
  if (fingerprintOf(files) !== seen) settle();
  return {
    now,
    close: () => {
      clearInterval(polling);
      clearTimeout(settling);
      watchers.forEach((watcher) => watcher.close());
    },
  };
}

function watcherOf(folder: string, noticed: () => void, log: Log): FSWatcher[] {
  try {
    const watcher = watchFolder(folder, { persistent: false }, noticed);
    watcher.on("error", () => watcher.close());
    return [watcher];
  } catch (error) {
    log.warn(
      { folder, error: (error as Error).message },
      "no news of this folder: its files are looked at now and then",
    );
    return [];
  }
}

export function fingerprintOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\n${textOf(file)}\n`);
  return hash.digest("hex");
}

/** Which files they are and when they were written last, by whatever links their names lead there. */
function stampsOf(files: readonly string[]): string {
  return files.map(stampOf).join();
}

function stampOf(file: string): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true, throwIfNoEntry: false }) ?? {};
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
}

/** A file that is just being replaced may be missing. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
