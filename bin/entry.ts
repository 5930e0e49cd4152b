import { sleep } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import { type Config, readConfig, settingsHelp } from "./config.ts";
import { openLog } from "./open-log.ts";
import { probePort } from "./ports.ts";
import { inWords, PlatformStartError } from "./start-error.ts";

/** After this a stop that hangs is ended: something does not let go. */
const STOP_MS_MAX = 30_000;
/** A timer that is told to wait longer does not wait at all. */
export const TIMER_MS_MAX = 2 ** 31 - 1;

/** What stands ready, and how it ends. */
export interface Running {
  /** `signal`: an orchestrator's SIGTERM comes while others still send requests here; a person's SIGINT does not. */
  stop(signal?: StopSignal): Promise<void>;
  /** Instead of the usual limit, for one that was told to take its time. */
  readonly stopMsMax?: number;
}

export type StopSignal = "SIGINT" | "SIGTERM" | "disconnect";

/**
 * The frame of every entry point: settings, `--help`, one message instead of a stack when it cannot start, and a stop
 * that drains on SIGINT and SIGTERM and exits 0.
 */
export async function runEntry(
  usage: string,
  start: (config: Config, log: Log) => Promise<Running>,
  env = process.env,
): Promise<void> {
  // Apollo's packages would report to a server and probe cloud metadata addresses.
  process.env.APOLLO_TELEMETRY_DISABLED = "true";
  if (process.argv.includes("--help") || process.argv.includes("-h"))
    return console.log(`${usage}\n\n${settingsHelp()}`);
  try {
    const config = readConfig(env);
    const stopping = stopRequested();
    const running = await start(config, openLog(config));
    const signal = await stopping;
    const giveUp = setTimeout(() => process.exit(1), Math.min(running.stopMsMax ?? STOP_MS_MAX, TIMER_MS_MAX));
    giveUp.unref();
    await running.stop(signal);
    process.exit(0);
  } catch (error) {
    explain(error);
    process.exit(1);
  }
}

/** Services that lost their supervisor still drain for a moment when the next one starts. */
const PORT_WAIT_MS_MAX = 3_000;
const PORT_RETRY_MS = 200;

/** Refuses early and in words when the port is taken, before anything else is started. */
export async function assertPortFree(host: string, port: number, named = BY_ENVIRONMENT): Promise<void> {
  const giveUpAt = Date.now() + PORT_WAIT_MS_MAX;
  for (;;) {
    const error = await probePort(host, port).catch((fault: NodeJS.ErrnoException) => fault);
    if (!error) return;
    if (error.code !== "EADDRINUSE" || Date.now() > giveUpAt) throw portError(error, host, port, named);
    await sleep(PORT_RETRY_MS);
  }
}

/** What says where to listen, as a person can change it. */
export interface AddressNames {
  readonly host: string;
  readonly port: string;
}

const BY_ENVIRONMENT: AddressNames = { host: "AGORA_HOST", port: "AGORA_PORT" };

function portError(error: NodeJS.ErrnoException, host: string, port: number, named: AddressNames): PlatformStartError {
  if (error.code === "EADDRINUSE") {
    const remedy = `Stop what listens there, or set ${named.port} to another port.`;
    return new PlatformStartError({ message: `Port ${port} on ${host} is in use.`, remedy });
  }
  return new PlatformStartError({
    message: `Cannot listen on ${host}:${port} (${error.code}).`,
    remedy: `Set ${named.host} and ${named.port} to an address of this machine.`,
  });
}

/** One Ctrl-C may arrive twice, from the terminal and from npm. A second one later than this is meant. */
const DOUBLE_SIGINT_MS = 1_000;

/** Resolves at the first SIGINT or SIGTERM, or when the supervisor is gone. A second Ctrl-C ends at once. */
function stopRequested(): Promise<StopSignal> {
  return new Promise((resolve) => {
    let firstAtMs: number | undefined;
    process.on("SIGINT", () => {
      firstAtMs ??= Date.now();
      if (Date.now() - firstAtMs > DOUBLE_SIGINT_MS) process.exit(130);
      resolve("SIGINT");
    });
    process.on("SIGTERM", resolve);
    process.once("disconnect", () => resolve("disconnect"));
  });
}

/** One message for the person at the terminal: what is wrong, and what to do. */
export function explain(error: unknown): void {
  const { message, remedy } = inWords(error);
  console.error(`\nAgora cannot start: ${message}\n→ ${remedy}`);
}
