import { parseArgs } from "node:util";
import { PlatformStartError } from "./start-error.ts";

const PORT_MAX = 65_535;

export interface GatewayArguments {
  readonly supergraph: string;
  /** URLs by subgraph. */
  readonly routes: ReadonlyMap<string, string>;
  readonly port: number | undefined;
}

/** Undefined without `--supergraph`. Throws a PlatformStartError that names what is wrong. */
export function readGatewayArguments(args: readonly string[]): GatewayArguments | undefined {
  const { supergraph, route = [], port } = parse(args);
  if (supergraph === undefined) {
    if (route.length > 0 || port !== undefined) throw wrong("--route and --port go with --supergraph FILE");
    return undefined;
  }
  const routes = route.map((pair): [string, string] => {
    const [, name, url] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (name === undefined || url === undefined || !/^https?:/.test(url) || !URL.canParse(url))
      throw wrong(`--route must be NAME=URL with http or https (it is "${pair}")`);
    return [name, url];
  });
  const number = port === undefined ? undefined : Number(port);
  if (number !== undefined && !(Number.isInteger(number) && number > 0 && number <= PORT_MAX))
    throw wrong(`--port must be a whole number from 1 to ${PORT_MAX} (it is "${port}")`);
  return { supergraph, routes: new Map(routes), port: number };
}

function parse(args: readonly string[]) {
  try {
    const text = { type: "string" } as const;
    const options = { supergraph: text, route: { ...text, multiple: true }, port: text } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw wrong((error as Error).message);
  }
}

function wrong(problem: string): PlatformStartError {
  return new PlatformStartError({
    message: `Arguments: ${problem}.`,
    remedy: "`npm run gateway -- --help` lists all arguments.",
  });
}
