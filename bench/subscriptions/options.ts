import { parseArgs } from "node:util";

export const USAGE = `npm run bench:subscriptions -- [options]: watchers over websockets, beside a bare websocket server.

  --watchers N    open at once, each on a socket of its own (default 10000)
  --orders N      that they watch (default: one each); with fewer, watchers of one order share its stream
  --rate N        events a second, each of one order (default 100)
  --seconds N     of events (default 60)
  --targets A,B   of: bare, agora (default both)
  --port N        first of the ports to use on 127.0.0.1 (default 24300)`;

export type TargetName = "bare" | "agora";

export interface Options {
  readonly watchers: number;
  readonly orders: number;
  readonly rate: number;
  readonly seconds: number;
  readonly targets: readonly TargetName[];
  readonly port: number;
  readonly isHelp: boolean;
}

/** Throws with a message for people when the arguments make no sense. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      watchers: { type: "string", default: "10000" },
      orders: { type: "string" },
      rate: { type: "string", default: "100" },
      seconds: { type: "string", default: "60" },
      targets: { type: "string", default: "bare,agora" },
      port: { type: "string", default: "24300" },
      help: { type: "boolean", default: false },
    },
  });
  const positive = (name: "watchers" | "orders" | "rate" | "seconds" | "port", fallback = "") => {
    const number = Number(values[name] ?? fallback);
    if (!(number > 0)) throw new Error(`--${name}: ${values[name]} is not a number above 0.`);
    return number;
  };
  const targets = values.targets.split(",").map((name) => {
    if (name !== "bare" && name !== "agora") throw new Error(`--targets: ${name} is neither bare nor agora.`);
    return name;
  });
  return {
    ...{ watchers: positive("watchers"), orders: positive("orders", values.watchers), targets },
    ...{ rate: positive("rate"), seconds: positive("seconds"), port: positive("port"), isHelp: values.help },
  };
}
