import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { sharedDataFolder } from "./shared-data.ts";
import { TARGET_NAMES, type TargetName } from "./targets.ts";

export const USAGE = `npm run bench:gateway -- [options]: the gateway beside @apollo/gateway, @graphql-hive/gateway and bare node:http.

  --cases A,B       of: own, identical, in-process, memory (default: the first three; about two minutes)
  --memory          the case memory too: 1,000,000 requests, several minutes
  --targets A,B     only these: ${TARGET_NAMES.join(", ")}
  --rounds N        rounds, each of which visits every target (default 3; the best counts)
  --seconds N       seconds of load per target and round (default 2)
  --port N          first of the ports to use on 127.0.0.1 (default 24100)
  --data FOLDER     the shared data (default ../shared/data)
  --serve           starts the subgraphs, prints how to reach them, and waits: for profiling by hand
  --attach URL      measures a gateway that stands before the subgraphs of another shell's --serve
  --pid N           the process of --attach, for CPU and memory`;

const CASE_NAMES = ["own", "identical", "in-process", "memory"] as const;
export type CaseName = (typeof CASE_NAMES)[number];

export interface Options {
  readonly cases: readonly CaseName[];
  readonly targets: readonly TargetName[];
  readonly rounds: number;
  readonly seconds: number;
  readonly port: number;
  readonly dataFolder: string;
  readonly mode: "measure" | "serve" | "help";
  readonly attached?: { readonly url: string; readonly pid: number };
}

/** Throws with a message for people when the arguments make no sense. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: "string", default: "own,identical,in-process" },
      memory: { type: "boolean", default: false },
      targets: { type: "string", default: TARGET_NAMES.join(",") },
      rounds: { type: "string", default: "3" },
      seconds: { type: "string", default: "2" },
      port: { type: "string", default: "24100" },
      data: { type: "string" },
      serve: { type: "boolean", default: false },
      attach: { type: "string" },
      pid: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const cases = listed("cases", values.cases, CASE_NAMES);
  return {
    cases: values.memory && !cases.includes("memory") ? [...cases, "memory"] : cases,
    targets: listed("targets", values.targets, TARGET_NAMES),
    rounds: positive("rounds", values.rounds),
    seconds: positive("seconds", values.seconds),
    port: positive("port", values.port),
    dataFolder: values.data === undefined ? sharedDataFolder() : resolve(values.data),
    mode: values.help ? "help" : values.serve ? "serve" : "measure",
    attached: values.attach === undefined ? undefined : { url: values.attach, pid: Number(values.pid) },
  };
}

function listed<Name extends string>(option: string, text: string, names: readonly Name[]): Name[] {
  return text.split(",").map((part) => {
    const name = names.find((known) => known === part);
    if (!name) throw new Error(`--${option}: ${part} is none of ${names.join(", ")}.`);
    return name;
  });
}

function positive(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option}: ${text} is not a number above 0.`);
  return number;
}
