import { once } from "node:events";
import { join } from "node:path";
import { agoraCommand } from "./agora-command.ts";
import { apolloCommand, hiveCommand } from "./peers.ts";
import { untilAnswers } from "./probe.ts";
import { type Command, root, startNode } from "./processes.ts";
import { compare, type Questions } from "./questions.ts";
import type { World } from "./world.ts";

/**
 * One worker each. `-dedup` shares the answer of equal requests in flight, which Hive does not by default; `-fresh`
 * has served nothing before its memory is measured; `-real` stands before subgraphs that execute every request;
 * `-forgetful` knows no runs, as where answers change all the time.
 */
export const TARGET_NAMES = [
  "bare",
  "apollo",
  "hive",
  "hive-dedup",
  "hive-native",
  "hive-native-dedup",
  "agora",
  "agora-forgetful",
  "agora-fresh",
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

/** Throws with the reason when it does not start or does not answer what it must. */
export async function startTarget(name: TargetName, world: World, questions: Questions, port: number): Promise<Target> {
  if (name === "bare") return startBare(questions);
  const logFile = join(world.folder, `${name}.log`);
  const started = startNode(commandOf(name, world, port), { on: "target core", logFile });
  const { pid, stop } = started;
  const url = `http://127.0.0.1:${port}/graphql`;
  try {
    await untilAnswers(url, started);
    await compare(url, questions);
  } catch (error) {
    await stop();
    throw error;
  }
  return { name, url, pid, workers: name === "agora-real" ? [pid, world.real.process.pid] : [pid], stop };
}

function commandOf(name: Exclude<TargetName, "bare">, world: World, port: number): Command {
  const { cheap, real, folder, data } = world;
  const file = cheap.supergraphFile;
  switch (name) {
    case "apollo":
      return apolloCommand(file, port);
    case "hive":
      return hiveCommand(file, port, { planner: "default", deduplication: "off" });
    case "hive-dedup":
      return hiveCommand(file, port, { planner: "default", deduplication: "on" });
    case "hive-native":
      return hiveCommand(file, port, { planner: "native", deduplication: "off" });
    case "hive-native-dedup":
      return hiveCommand(file, port, { planner: "native", deduplication: "on" });
    case "agora":
    case "agora-fresh":
      return agoraCommand(cheap, port, folder);
    case "agora-forgetful":
      return agoraCommand(cheap, port, folder, { limits: { knownRunsBytesMax: 0 } });
    case "agora-real":
      return agoraCommand(real, port, folder);
    case "agora-in-process":
      return { args: [join(root, "bench/gateway/in-process.ts"), data.folder, real.supergraphFile, String(port)] };
  }
}

/** The most that node:http can do: no GraphQL, the large answer's bytes. */
async function startBare({ reference }: Questions): Promise<Target> {
  const started = startNode({ args: [join(root, "bench/bare-server.ts")] }, { on: "target core", talks: true });
  started.process.send(JSON.stringify(reference.large));
  const [port] = await once(started.process, "message");
  const { pid, stop } = started;
  return { name: "bare", url: `http://127.0.0.1:${port}/graphql`, pid, workers: [pid], stop };
}
