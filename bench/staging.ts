import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Subgraphs } from "./gateway/world.ts";
import { untilAnswers } from "./gateway/probe.ts";
import { cores, root, type Started, startNode } from "./gateway/processes.ts";

/** A bench of several processes: what it starts ends with it, and it with any of them. */
export interface Staging {
  /** `bench/NAME/FILE` beside the target's core. */
  start(file: string, args?: readonly (string | number)[]): Started;
  keep(started: Started): Started;
  /** Subgraphs of one process, `subgraphs.ts`, on `portMin` and the ports after it; composed. */
  openShop<Name extends string>(
    services: readonly Name[],
    compose: (urlOf: (name: Name) => string) => string,
    portMin: number,
  ): Promise<Shop>;
}

export interface Shop extends Subgraphs {
  /** For settings and logs; gone at the end. */
  readonly folder: string;
}

/** Runs a bench to its end, or to the end of one of its processes, and exits. */
export async function runBench(name: string, main: (staging: Staging) => Promise<void>): Promise<never> {
  const closing: (() => Promise<unknown>)[] = [];
  const end = async (code: number): Promise<never> => {
    for (const close of closing.splice(0)) await close();
    process.exit(code);
  };
  const keep = (started: Started) => {
    closing.unshift(started.stop);
    started.process.once("exit", (code) => code && void end(1));
    return started;
  };
  const start: Staging["start"] = (file, args = []) =>
    keep(
      startNode({ args: [join(root, "bench", name, file), ...args.map(String)] }, { on: "other cores", talks: true }),
    );
  const openShop: Staging["openShop"] = async (services, compose, portMin) => {
    const folder = join(tmpdir(), `agora-bench-${name}-${portMin}`);
    mkdirSync(folder, { recursive: true });
    closing.push(async () => rmSync(folder, { recursive: true, force: true }));
    const subgraphs = start("subgraphs.ts", [portMin]);
    const urls = new Map(services.map((service, at) => [service, `http://127.0.0.1:${portMin + at}/graphql`]));
    for (const url of urls.values()) await untilAnswers(url, subgraphs);
    const supergraphFile = join(folder, "supergraph.graphql");
    writeFileSync(
      supergraphFile,
      compose((service) => urls.get(service)!),
    );
    return { process: subgraphs, urls, supergraphFile, folder };
  };

  process.once("SIGINT", () => void end(130));
  try {
    await main({ start, keep, openShop });
    return await end(0);
  } catch (error) {
    console.error(`bench:${name}: ${(error as Error).message}`);
    return await end(1);
  }
}

/** What figures depend on. */
export function circumstances(): string {
  const commit = execFileSync("git", ["describe", "--always", "--dirty"], { cwd: root, encoding: "utf8" }).trim();
  const where = cores ? `target on core ${cores.target}, all others on ${cores.others}` : "nothing pinned";
  return `Agora ${commit}, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)} at the start, ${where}`;
}
