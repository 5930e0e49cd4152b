import { closeSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { leaveToOwner } from "./server-user.ts";

/** The log of the start that went over it is kept beside as `postgres.log.1`. */
const LOG_BYTES_MAX = 10 * 1024 * 1024;
/** More than a failed start says. */
const TAIL_BYTES_MAX = 64 * 1024;

/** postgres.log, open at its end for a program that is about to be started. */
export interface Log {
  readonly descriptor: number;
  wordsSince(): string;
  close(): void;
}

export function openLog(file: string): Log {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) renameSync(file, `${file}.1`);
  const descriptor = openSync(file, "a", 0o600);
  leaveToOwner(dirname(file), file);
  const start = statSync(file).size;
  return {
    descriptor,
    wordsSince: () => readFrom(file, start),
    close: () => closeSync(descriptor),
  };
}

function readFrom(file: string, start: number): string {
  const buffer = Buffer.alloc(TAIL_BYTES_MAX);
  const descriptor = openSync(file, "r");
  try {
    return buffer.toString("utf8", 0, readSync(descriptor, buffer, 0, TAIL_BYTES_MAX, start));
  } finally {
    closeSync(descriptor);
  }
}
