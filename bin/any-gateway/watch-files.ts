import { createHash } from "node:crypto";
import { type FSWatcher, readFileSync, statSync, watch as watchFolder } from "node:fs";
import { dirname } from "node:path";
import type { Log } from "#kernel/log.ts";

/** What files hold, by their names. */
export type Fingerprints = ReadonlyMap<string, string>;

/** Which files are followed, and how. */
export interface Followed {
  readonly files: readonly string[];
  /** A file that changed is read when it has not changed for so long: it may be half written. */
  readonly settleMs: number;
  /** How often files are looked at where no news of them comes, as on some network drives. */
  readonly pollMs: number;
  /** Without it only `now` does anything. */
  readonly watch: boolean;
}

export interface WatchOptions extends Followed {
  /** From before the files were read. */
  readonly seen: Fingerprints;
  readonly onChange: () => Promise<void>;
  readonly log: Log;
}

export interface FileWatch {
  /** Calls back now, whether something changed or not. */
  now(): Promise<void>;
  /** Other files from now on, or in another way. Those that are new are about to be read. */
  follow(followed: Partial<Followed>): void;
  close(): void;
}

/** Calls back when the content of a file is another; one call at a time, the last of which has seen the last change. */
export function watchFiles(options: WatchOptions): FileWatch {
  const { onChange, log } = options;
  let followed: Followed = options;
  let { seen } = options;
  let stamps = stampsOf(followed.files);
  let settling: NodeJS.Timeout | undefined;
  let polling: NodeJS.Timeout | undefined;
  let watchers: readonly FSWatcher[] = [];
  let isCalling = false;

  const isOther = () => [...fingerprintsOf(followed.files)].some(([file, print]) => print !== seen.get(file));
  const now = async () => {
    const { files } = followed;
    seen = fingerprintsOf(files);
    isCalling = true;
    await onChange().catch((error) => log.error({ error, files }, "a changed file could not be taken over"));
    isCalling = false;
  };
  const look = async () => {
    settling = undefined;
    if (isCalling) return settle();
    if (isOther()) await now();
  };
  const settle = () => {
    clearTimeout(settling);
    settling = setTimeout(look, followed.settleMs);
  };
  /** Of the folder's news only those of the files themselves: a log that is written beside them never settles. */
  const noticed = () => {
    const before = stamps;
    stamps = stampsOf(followed.files);
    if (stamps !== before) settle();
  };
  const close = () => {
    clearInterval(polling);
    clearTimeout(settling);
    settling = undefined;
    watchers.forEach((watcher) => watcher.close());
    watchers = [];
  };
  const follow = (next: Partial<Followed>) => {
    close();
    followed = { ...followed, ...next };
    const { files, watch, pollMs } = followed;
    seen = new Map([...fingerprintsOf(files), ...seen]);
    stamps = stampsOf(files);
    if (!watch || files.length === 0) return;
    // The folder, since files are replaced more often than they are written.
    watchers = [...new Set(files.map(dirname))].flatMap((folder) => watcherOf(folder, noticed, log));
    polling = setInterval(() => !settling && isOther() && settle(), pollMs).unref();
    if (isOther()) settle();
  };

  follow(options);
  return { now, follow, close };
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

export function fingerprintsOf(files: readonly string[]): Fingerprints {
  return new Map(files.map((file) => [file, createHash("sha256").update(textOf(file)).digest("hex")]));
}

/** Which files they are and when they were written last, by whatever links their names lead there. */
function stampsOf(files: readonly string[]): string {
  return files.map(stampOf).join();
}

/** Empty where it is missing, or lies where we may not look. */
function stampOf(file: string): string {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return "";
  }
}

/** A file that is just being replaced may be missing. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
