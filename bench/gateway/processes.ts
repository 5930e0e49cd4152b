import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The last core is the target's alone; subgraphs, client and this process share the others. */
export const cores = coresOf(availableParallelism());

/** What node is started with. */
export interface Command {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface Started {
  readonly process: ChildProcess;
  readonly pid: number;
  /** The end of what it printed. */
  log(): string;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly on: "target core" | "other cores";
  /** Where its output goes, as a server's access log would; without it to this terminal. */
  readonly logFile?: string;
  /** It talks with this process (`process.send`). */
  readonly talks?: boolean;
}

const STOP_MS_MAX = 3_000;
const LOG_CHARACTERS_MAX = 2_000;

/** On its cores only where the system can do that. */
export function startNode({ args, env }: Command, { on, logFile, talks }: StartOptions): Started {
  const pinned = cores ? ["taskset", "-c", on === "target core" ? cores.target : cores.others] : [];
  const [command, ...rest] = [...pinned, process.execPath, ...args];
  const output = logFile === undefined ? "inherit" : openSync(logFile, "w");
  const child = spawn(command!, rest, {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", APOLLO_TELEMETRY_DISABLED: "true", ...env },
    stdio: ["ignore", output, output, ...(talks ? ["ipc" as const] : [])],
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    pid: child.pid!,
    log: () => (logFile === undefined ? "" : readFileSync(logFile, "utf8")).slice(-LOG_CHARACTERS_MAX),
    hasEnded,
    stop: async () => {
      if (hasEnded()) return;
      const ended = once(child, "exit");
      child.kill();
      const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Pins this process itself beside the client, so that it does not disturb the target. */
export function leaveTargetCore(): void {
  if (cores) execFileSync("taskset", ["-a", "-cp", cores.others, String(process.pid)], { stdio: "ignore" });
}

function coresOf(count: number): { readonly target: string; readonly others: string } | undefined {
  try {
    execFileSync("taskset", ["--version"], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return count < 2 ? undefined : { target: String(count - 1), others: count === 2 ? "0" : `0-${count - 2}` };
}
