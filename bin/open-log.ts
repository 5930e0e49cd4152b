import { createWriteStream, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { createLog, type Log } from "#kernel/log.ts";
import type { Config } from "./config.ts";
import { PlatformStartError } from "./start-error.ts";

export function openLog({ log, logLevel }: Pick<Config, "log" | "logLevel">): Log {
  if (log === "stdout") return createLog(logLevel);
  try {
    mkdirSync(dirname(log), { recursive: true });
    return createLog(logLevel, createWriteStream("", { fd: openSync(log, "a") }));
  } catch (error) {
    throw new PlatformStartError({
      message: `The log ${log} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
      remedy: "Set AGORA_LOG to a file that can be, or AGORA_DATA to a folder that is yours.",
    });
  }
}
