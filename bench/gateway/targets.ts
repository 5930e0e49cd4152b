import { once } from "node:events";
import { join } from "node:path";
import { agoraArgs } from "./agora-command.ts";
import { apolloArgs, hiveArgs } from "./peers.ts";
import { untilAnswers } from "./probe.ts";
import { root, startNode } from "./processes.ts";
import { compare, type Questions } from "./questions.ts";
import type { World } from "./world.ts";

/** One worker each. `-dedup` is Hive's in-flight deduplication of equal requests, off by default. */
export const TARGET_NAMES = [
  "bare",
  "apollo",
  "hive",
  "hive-dedup",
  "hive-native",
  "hive-native-dedup",
  "agora",
  "agora-real",
  "agora-in-process",
] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/** A server under measurement. */
export interface Target {
  readonly name: TargetName;
  readonly url: string;
  readonly pid: number;
  /** Whose CPU is counted: its own, and its subgraphs' where whole shapes are compared. */
  readonly workers: readonly number[];
  stop(): Promise<void>;
}

export function isPeer(name: TargetName): boolean {
  return /^(apollo|hive)/.test(name);
}

interface Command {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const DEDUPLICATING = { HIVE_DEDUPLICATION: "on" };

/** Throws with the reason when it does not start or does not answer what it must. */
export async function startTarget(name: TargetName, world: World, questions: Questions, port: number): Promise<Target> {
  if (name === "bare") return startBare(world, questions);
  const { args, env } = commandOf(name, world, port);
  const process = startNode(args, { on: "target core", logFile: join(world.folder, `${name}.log`), env });
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await untilAnswers(url, process);
    await compare(url, questions);
  } catch (error) {
    await process.stop();
    throw error;
  }
  const workers = name === "agora-real" ? [process.pid, world.real.process.pid] : [process.pid];
  return { name, url, pid: process.pid, workers, stop: process.stop };
}

function commandOf(name: Exclude<TargetName, "bare">, world: World, port: number): Command {
  const { cheap, real, folder, data } = world;
  switch (name) {
    case "apollo":
      return { args: apolloArgs(cheap.supergraphFile, port) };
    case "hive":
      return { args: hiveArgs(cheap.supergraphFile, port, "default") };
    case "hive-dedup":
      return { args: hiveArgs(cheap.supergraphFile, port, "default"), env: DEDUPLICATING };
    case "hive-native":
      return { args: hiveArgs(cheap.supergraphFile, port, "native") };
    case "hive-native-dedup":
      return { args: hiveArgs(cheap.supergraphFile, port, "native"), env: DEDUPLICATING };
    case "agora":
      return { args: agoraArgs(cheap, port, folder) };
    case "agora-real":
      return { args: agoraArgs(real, port, folder) };
    case "agora-in-process":
      return { args: [join(root, "bench/gateway/in-process.ts"), data.folder, real.supergraphFile, String(port)] };
  }
}

/** The most that node:http can do: no GraphQL, the large answer's bytes. */
async function startBare({ folder }: World, { reference }: Questions): Promise<Target> {
  const script = join(root, "bench/bare-server.ts");
  const started = startNode([script], { on: "target core", logFile: join(folder, "bare.log"), talks: true });
  started.process.send(JSON.stringify(reference.large));
  const [port] = await once(started.process, "message");
  const { pid, stop } = started;
  return { name: "bare", url: `http://127.0.0.1:${port}/graphql`, pid, workers: [pid], stop };
}
