import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Started, startNode } from "./processes.ts";
import { untilAnswers } from "./probe.ts";
import { referenceAnswer } from "./reference.ts";
import { composeSupergraph, servicesOf } from "./services.ts";
import { type QueryName, readSharedData } from "./shared-data.ts";

/** The subgraphs that all targets stand before, and what they must answer. */
export interface World {
  readonly dataFolder: string;
  /** For supergraphs, logs and settings; gone at the end. */
  readonly folder: string;
  readonly queries: Readonly<Record<QueryName, string>>;
  readonly reference: Readonly<Record<QueryName, object>>;
  /** Answers each request body once, for everybody. */
  readonly cheap: Subgraphs;
  /** Executes every request anew. */
  readonly real: Subgraphs;
  close(): Promise<void>;
}

export interface Subgraphs {
  readonly process: Started;
  readonly urls: ReadonlyMap<string, string>;
  readonly supergraphFile: string;
}

/** Undefined where the shared data are not there. */
export async function openWorld(dataFolder: string, portMin: number): Promise<World | undefined> {
  const data = readSharedData(dataFolder);
  if (!data) return undefined;
  const services = servicesOf(data);
  const folder = join(tmpdir(), `agora-bench-gateway-${portMin}`);
  mkdirSync(folder, { recursive: true });
  const sdl = composeSupergraph(services, new Map());
  const answerTo = (query: string) => referenceAnswer(sdl, data.rows, query);

  const open = async (manner: "cheap" | "real", portFirst: number): Promise<Subgraphs> => {
    const script = fileURLToPath(new URL("./subgraphs.ts", import.meta.url));
    const process = startNode([script, dataFolder, String(portFirst), manner], {
      on: "other cores",
      logFile: join(folder, `subgraphs-${manner}.log`),
    });
    const urls = new Map(services.map(({ name }, index) => [name, `http://127.0.0.1:${portFirst + index}/graphql`]));
    for (const url of urls.values()) await untilAnswers(url, process);
    const supergraphFile = join(folder, `supergraph-${manner}.graphql`);
    writeFileSync(supergraphFile, composeSupergraph(services, urls));
    return { process, urls, supergraphFile };
  };

  const [cheap, real] = await Promise.all([open("cheap", portMin), open("real", portMin + services.length)]);
  return {
    ...{ dataFolder, folder, cheap, real },
    queries: data.queries,
    reference: { large: answerTo(data.queries.large), small: answerTo(data.queries.small) },
    close: async () => {
      await Promise.all([cheap.process.stop(), real.process.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
