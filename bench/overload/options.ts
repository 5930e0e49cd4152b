import { parseArgs } from "node:util";

export const USAGE = `npm run bench:overload -- [options]: a gateway offered many times what its subgraphs can serve.

  --times N         offered so many times the peak of the same run (default 20)
  --seconds N       of it (default 60)
  --connections N   of the clients, at most (default 2000)
  --patience N      ms that a client waits for its answer (default 2000)
  --fresh           each request on a connection of its own
  --targets A,B     of: shedding, without (default both)
  --port N          first of the ports to use on 127.0.0.1 (default 24500)`;

export type TargetName = "shedding" | "without";

export interface Options {
  readonly times: number;
  readonly seconds: number;
  readonly connections: number;
  readonly patienceMs: number;
  readonly isFresh: boolean;
  readonly targets: readonly TargetName[];
  readonly port: number;
  readonly isHelp: boolean;
}

/** Throws with a message for people when the arguments make no sense. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      times: { type: "string", default: "20" },
      seconds: { type: "string", default: "60" },
      connections: { type: "string", default: "2000" },
      patience: { type: "string", default: "2000" },
      fresh: { type: "boolean", default: false },
      targets: { type: "string", default: "shedding,without" },
      port: { type: "string", default: "24500" },
      help: { type: "boolean", default: false },
    },
  });
  const positive = (name: "times" | "seconds" | "connections" | "patience" | "port") => {
    const number = Number(values[name]);
    if (!(number > 0)) throw new Error(`--${name}: ${values[name]} is not a number above 0.`);
    return number;
  };
  const targets = values.targets.split(",").map((name) => {
    if (name !== "shedding" && name !== "without")
      throw new Error(`--targets: ${name} is neither shedding nor without.`);
    return name;
  });
  return {
    ...{ times: positive("times"), seconds: positive("seconds"), connections: positive("connections") },
    ...{ patienceMs: positive("patience"), isFresh: values.fresh, targets },
    ...{ port: positive("port"), isHelp: values.help },
  };
}
