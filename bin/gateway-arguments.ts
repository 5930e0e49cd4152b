import { parseArgs } from "node:util";
import { HTTP_URL, isHttpUrl } from "#gateway/http/http-url.ts";
import { PlatformStartError } from "./start-error.ts";

const PORT_MAX = 65_535;
const WORKERS_MAX = 256;

/** What the command line says of a gateway over any supergraph; it comes before what files and environment say. */
export interface GatewayArguments {
  readonly supergraph: string | undefined;
  readonly config: string | undefined;
  /** URLs by subgraph. */
  readonly routes: Readonly<Record<string, string>>;
  readonly port: number | undefined;
  readonly workers: number | undefined;
}

/** Undefined without `--supergraph` and `--config`. Throws a PlatformStartError that names what is wrong. */
export function readGatewayArguments(args: readonly string[]): GatewayArguments | undefined {
  const { supergraph, config, route = [], port, workers } = parse(args);
  if (supergraph === undefined && config === undefined) {
    if (args.length > 0) throw wrong("--route, --port and --workers go with --supergraph FILE or --config FILE");
    return undefined;
  }
  const routes = route.map((pair): [string, string] => {
    const [, name, url] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (name === undefined || !isHttpUrl(url))
      throw wrong(`--route must be NAME=URL (${name === undefined ? pair : `that of ${name} must be ${HTTP_URL}`})`);
    return [name, url];
  });
  return {
    ...{ supergraph, config, routes: Object.fromEntries(routes) },
    port: numberIn("--port", port, PORT_MAX),
    workers: numberIn("--workers", workers, WORKERS_MAX),
  };
}

function numberIn(name: string, text: string | undefined, max: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number <= max) return number;
  throw wrong(`${name} must be a whole number from 1 to ${max} (it is "${text}")`);
}

function parse(args: readonly string[]) {
  try {
    const text = { type: "string" } as const;
    const files = { supergraph: text, config: text };
    const options = { ...files, route: { ...text, multiple: true }, port: text, workers: text } as const;
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
