import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sleep } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import { PlatformStartError } from "./start-error.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const READY_MS_MAX = 60_000;
const READY_POLL_MS = 100;
const READY_ANSWER_MS_MAX = 2_000;
/** A service that died comes back after this pause, so that one that dies at once does not keep the machine busy. */
const RESTART_MS = 2_000;
const STOP_MS_MAX = 20_000;

export interface ServiceOptions {
  readonly name: string;
  /** The script and its arguments. */
  readonly entry: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly readyUrl: string;
  readonly log: Log;
  /** Called with every new process. */
  onStart(): void;
}

export interface Service {
  readonly name: string;
  readonly ready: Promise<void>;
  pid(): number | undefined;
  stop(): Promise<void>;
}

/** A child process that is started again when it dies, until it is stopped. */
export function superviseService({ name, entry, env, readyUrl, log, onStart }: ServiceOptions): Service {
  const stopping = new AbortController();
  let lastWords = "";
  let child = start();

  function start(): ChildProcess {
    // Its own process group: Ctrl-C is for the supervisor, which stops services in order. The channel tells a service
    // when its supervisor is gone.
    const started = spawn(process.execPath, [...entry], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "inherit", "pipe", "ipc"],
      detached: true,
    });
    started.stderr?.on("data", (chunk) => (lastWords = `${lastWords}${chunk}`.slice(-1_000)));
    started.once("exit", (code, signal) => void again(code, signal));
    return started;
  }

  async function again(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    if (stopping.signal.aborted) return;
    log.error({ service: name, code, signal, lastWords }, "a service ended and is started again");
    await sleep(RESTART_MS, stopping.signal);
    if (stopping.signal.aborted) return;
    child = start();
    onStart();
  }

  async function untilReady(): Promise<void> {
    const end = Date.now() + READY_MS_MAX;
    while (Date.now() < end && child.exitCode === null && !stopping.signal.aborted) {
      if ((await fetch(readyUrl, { signal: AbortSignal.timeout(READY_ANSWER_MS_MAX) }).catch(() => undefined))?.ok)
        return;
      await sleep(READY_POLL_MS, stopping.signal);
    }
    const remedy = `Start it alone to see why: node ${entry.join(" ")}`;
    throw new PlatformStartError({ message: `The service ${name} did not get ready. ${lastWords.trim()}`, remedy });
  }

  return {
    name,
    ready: untilReady(),
    pid: () => child.pid,
    stop: async () => {
      stopping.abort();
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      const slow = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
      await once(child, "exit");
      clearTimeout(slow);
    },
  };
}
