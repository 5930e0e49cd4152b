import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { untilAnswers } from "./probe.ts";
import { root, type Started, startNode } from "./processes.ts";
import { composeSupergraph, servicesOf } from "./services.ts";
import type { SharedData } from "./shared-data.ts";

/** The subgraphs that all targets stand before. */
export interface World {
  readonly data: SharedData;
  /** For supergraphs, logs and settings; gone at the end. */
  readonly folder: string;
  /** Answers each request body once, for everybody. */
  readonly cheap: Subgraphs;
  /** Executes every request anew. */
  readonly real: Subgraphs;
  /** The first port that is free for targets. */
  readonly portMin: number;
  close(): Promise<void>;
}

export interface Subgraphs {
  readonly process: Started;
  readonly urls: ReadonlyMap<string, string>;
  readonly supergraphFile: string;
}

export async function openWorld(data: SharedData, portMin: number): Promise<World> {
  const services = servicesOf(data);
  const folder = join(tmpdir(), `agora-bench-gateway-${portMin}`);
  mkdirSync(folder, { recursive: true });
  const processes: Started[] = [];

  const open = async (manner: "cheap" | "real", portFirst: number): Promise<Subgraphs> => {
    const args = [join(root, "bench/gateway/subgraphs.ts"), data.folder, String(portFirst), manner];
    const process = startNode({ args }, { on: "other cores", logFile: join(folder, `subgraphs-${manner}.log`) });
    processes.push(process);
    const urls = new Map(services.map(({ name }, index) => [name, `http://127.0.0.1:${portFirst + index}/graphql`]));
    for (const url of urls.values()) await untilAnswers(url, process);
    const supergraphFile = join(folder, `supergraph-${manner}.graphql`);
    writeFileSync(supergraphFile, composeSupergraph(services, urls));
    return { process, urls, supergraphFile };
  };
  const close = async () => {
    await Promise.all(processes.map((process) => process.stop()));
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    const cheap = await open("cheap", portMin);
    const real = await open("real", portMin + services.length);
    return { data, folder, cheap, real, portMin: portMin + 2 * services.length, close };
  } catch (error) {
    await close();
    throw error;
  }
}
