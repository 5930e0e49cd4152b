import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GatewayConfigInput } from "#gateway/config/gateway-settings.ts";
import { eventually } from "./eventually.ts";
import { listen } from "./gateway.ts";
import { SMALL_GRAPH_SECRET } from "./small-graph.ts";
import { root } from "./sources.ts";

/** `npm run gateway -- --supergraph FILE --config FILE`, as an operator has it. */
export interface GatewayCommand {
  readonly url: string;
  readonly process: ChildProcess;
  /** As an editor writes a file, or as a deployment replaces one. */
  writeSupergraph(sdl: string, how?: "in place" | "replaced"): void;
  writeConfig(config: GatewayConfigInput): void;
  logged(): Record<string, any>[];
  output(): string;
  ask(query: string): Promise<any>;
  /** Ends it and resolves with its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface CommandOptions {
  readonly supergraph: string;
  readonly config?: GatewayConfigInput;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const READY_MS_MAX = 30_000;

export async function startGatewayCommand(options: CommandOptions): Promise<GatewayCommand> {
  const folder = mkdtempSync(join(tmpdir(), "agora-gateway-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const [supergraphFile, configFile] = [join(folder, "supergraph.graphql"), join(folder, "gateway.json")];
  const write = (file: string, text: string, how: "in place" | "replaced" = "replaced") => {
    writeFileSync(how === "replaced" ? `${file}.new` : file, text);
    if (how === "replaced") renameSync(`${file}.new`, file);
  };
  const writeConfig = (config: GatewayConfigInput) => write(configFile, JSON.stringify(config));
  write(supergraphFile, options.supergraph);
  writeConfig(options.config ?? {});
  let output = "";
  const args = ["--supergraph", supergraphFile, "--config", configFile, "--port", `${port}`, ...(options.args ?? [])];
  const child = spawn(process.execPath, ["bin/gateway.ts", ...args], {
    cwd: root,
    env: { ...process.env, AGORA_SECRET: SMALL_GRAPH_SECRET, AGORA_DATA: folder, ...options.env },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => void (output += chunk));
  const ended = once(child, "exit").then(([code]) => {
    rmSync(folder, { recursive: true, force: true });
    return code as number | null;
  });
  await eventually(() => {
    if (child.exitCode !== null) return;
    if (!output.includes("The gateway answers at")) throw new Error(`Not ready:\n${output}`);
  }, READY_MS_MAX);

  return {
    ...{ url, process: child, writeConfig, output: () => output },
    writeSupergraph: (sdl, how) => write(supergraphFile, sdl, how),
    logged: () =>
      output
        .split("\n")
        .filter((line) => line.startsWith("{") && line.endsWith("}"))
        .map((line) => JSON.parse(line)),
    ask: async (query) => {
      const body = JSON.stringify({ query });
      const headers = { "content-type": "application/json" };
      return (await fetch(`${url}/graphql`, { method: "POST", headers, body })).json();
    },
    stop: async (signal = "SIGTERM") => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  const { port } = new URL(await listen(probe));
  await new Promise((resolve) => probe.close(resolve));
  return Number(port);
}
