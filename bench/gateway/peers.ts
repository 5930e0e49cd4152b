import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { type Command, root } from "./processes.ts";

const folder = join(root, "bench/peers");
const HIVE = join(folder, "node_modules/@graphql-hive/gateway/dist/bin.js");

/** Other people's gateways are no part of the product: they are installed when they are first measured. */
export function installPeers(): void {
  if (existsSync(HIVE)) return;
  console.log(
    "Installing the peers from bench/peers/package-lock.json; this is needed once and takes about a minute …",
  );
  // Hive's packages name peers that no registry has together.
  const args = ["ci", "--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund"];
  const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env["PATH"]}` };
  const { status } = spawnSync("npm", args, { cwd: folder, env, stdio: ["ignore", 2, 2] });
  if (status !== 0)
    throw new Error(
      "npm ci in bench/peers failed; mend what it says above, or leave the peers out (--targets bare,agora).",
    );
}

export function apolloCommand(supergraphFile: string, port: number): Command {
  return { args: [join(folder, "apollo.mjs"), supergraphFile, String(port)] };
}

export interface HiveVariant {
  readonly planner: "default" | "native";
  /** In-flight deduplication of equal requests, which is off by default. */
  readonly deduplication: "on" | "off";
}

export function hiveCommand(supergraphFile: string, port: number, { planner, deduplication }: HiveVariant): Command {
  const executor = planner === "native" ? "--hive-router-runtime" : "--jit";
  const where = ["--host", "127.0.0.1", "--port", String(port), "--fork", "1"];
  return {
    args: [HIVE, "supergraph", supergraphFile, executor, ...where, "--config-path", join(folder, "hive.mjs")],
    env: { HIVE_DEDUPLICATION: deduplication },
  };
}
