import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./sources.ts";

/** How Agora runs: as `npm start` does, or as `npm run services` does. End-to-end tests run in both. */
export type Shape = "one process" | "services";
export const SHAPES: readonly Shape[] = ["one process", "services"];

export interface Platform {
  readonly shape: Shape;
  readonly url: string;
  readonly data: string;
  /** The demo logins by role, as `AGORA_DATA/demo.json` has them. */
  readonly logins: Readonly<Record<"CUSTOMER" | "SUPPORT" | "ADMIN", { email: string; password: string }>>;
  /** All it has printed. */
  output(): string;
  readonly process: ChildProcess;
  /** Where each service is and its process id; empty in one process. */
  services(): Readonly<Record<string, { url: string; pid: number }>>;
  /** Ends it by this signal and starts it again on the same folder and port. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** SIGTERM; throws when it does not exit 0. Removes the folder. */
  stop(): Promise<void>;
}

const ENTRY: Readonly<Record<Shape, string>> = { "one process": "bin/platform.ts", services: "bin/services.ts" };
/** Tests come from one address, and sign in as the same few people. */
const WITHOUT_LIMITS = { AGORA_RATE_LIMITS: "off" };
const READY_MS_MAX = 90_000;
/** Every platform of a test run gets a range of its own, below the ports that systems hand out. */
const PORT_MIN = 21_000;
const PORT_MAX = 31_000;
const PORTS_PER_PLATFORM = 10;

export async function startPlatform(shape: Shape, env: Readonly<Record<string, string>> = {}): Promise<Platform> {
  const data = mkdtempSync(join(tmpdir(), "agora-e2e-"));
  const port = await freePortRange();
  const settings = { AGORA_PORT: `${port}`, AGORA_DATA: data, AGORA_SANDBOX_SLOW_MS: "300", ...WITHOUT_LIMITS, ...env };
  let output = "";
  const collect = (chunk: Buffer) => void (output += chunk);
  const start = async () => {
    const child = spawn(process.execPath, [ENTRY[shape]], {
      cwd: root,
      env: { ...withoutAgora(process.env), ...settings },
    });
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    await ready(child, () => output);
    return child;
  };
  let child = await start();
  const demo: { url: string; logins: { role: string; email: string; password: string }[] } = readJson(
    join(data, "demo.json"),
  );
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  };
  return {
    shape,
    data,
    url: `http://127.0.0.1:${port}`,
    logins: Object.fromEntries(demo.logins.map(({ role, ...login }) => [role, login])) as Platform["logins"],
    output: () => output,
    get process() {
      return child;
    },
    services: () => (shape === "services" ? readJson(join(data, "services.json")) : {}),
    restart: async (signal = "SIGTERM") => {
      await end(signal);
      output = "";
      child = await start();
    },
    stop: async () => {
      await end("SIGTERM");
      if (child.exitCode !== 0) throw new Error(`Agora ended with ${child.exitCode ?? child.signalCode}:\n${output}`);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess, output: () => string): Promise<void> {
  const end = Date.now() + READY_MS_MAX;
  while (!output().includes("Ctrl-C stops it")) {
    if (child.exitCode !== null || Date.now() > end) {
      child.kill("SIGKILL");
      throw new Error(`Agora did not get ready:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function freePortRange(): Promise<number> {
  for (;;) {
    const steps = (PORT_MAX - PORT_MIN) / PORTS_PER_PLATFORM;
    const port = PORT_MIN + PORTS_PER_PLATFORM * Math.floor(Math.random() * steps);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer().once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** But for what runs queries: `AGORA_GATEWAY=apollo npm run test:files -- tests/e2e-….test.ts` tests the other engine. */
function withoutAgora(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !name.startsWith("AGORA_") || name === "AGORA_GATEWAY"),
  );
}

function readJson(path: string): any {
  return JSON.parse(readFileSync(path, "utf8"));
}
