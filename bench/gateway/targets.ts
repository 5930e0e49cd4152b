import { once } from "node:events";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { agoraArgs } from "./agora-command.ts";
import { apolloArgs, hiveArgs } from "./peers.ts";
import { ask, untilAnswers } from "./probe.ts";
import { root, startNode } from "./processes.ts";
import type { QueryName } from "./shared-data.ts";
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
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

interface Command {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const DEDUPLICATING = { HIVE_DEDUPLICATION: "on" };

export async function startTarget(name: TargetName, world: World, port: number): Promise<Target> {
  if (name === "bare") return startBare(world);
  const { args, env } = commandOf(name, world, port);
  const process = startNode(args, { on: "target core", logFile: join(world.folder, `${name}.log`), env });
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await untilAnswers(url, process);
    for (const query of ["large", "small"] as const) await compare(url, world, query);
  } catch (error) {
    await process.stop();
    throw error;
  }
  return { name, url, pid: process.pid, stop: process.stop };
}

function commandOf(name: Exclude<TargetName, "bare">, world: World, port: number): Command {
  const { cheap, real, folder, dataFolder } = world;
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
      return { args: [join(root, "bench/gateway/in-process.ts"), dataFolder, real.supergraphFile, String(port)] };
  }
}

/** The most that node:http can do: no GraphQL, the large answer's bytes. */
async function startBare({ reference, folder }: World): Promise<Target> {
  const script = join(root, "bench/bare-server.ts");
  const started = startNode([script], { on: "target core", logFile: join(folder, "bare.log"), talks: true });
  started.process.send(JSON.stringify(reference.large));
  const [port] = await once(started.process, "message");
  return { name: "bare", url: `http://127.0.0.1:${port}/graphql`, pid: started.pid, stop: started.stop };
}

/** Copies at once too, so that a deduplicated answer is looked at like any other. */
export async function compare(url: string, { queries, reference }: World, query: QueryName): Promise<void> {
  const answers = await Promise.all(Array.from({ length: 4 }, () => ask(url, queries[query])));
  for (const answer of answers) {
    if (isDeepStrictEqual(answer, reference[query])) continue;
    throw new Error(`its answer to the ${query} query is wrong: ${JSON.stringify(answer).slice(0, 500)}`);
  }
}
