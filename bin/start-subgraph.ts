import { once } from "node:events";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { inProcess } from "#kernel/in-process.ts";
import type { Log } from "#kernel/log.ts";
import { overHttp } from "#kernel/over-http.ts";
import { createSubgraphServer } from "#kernel/serve-subgraph.ts";
import { postgresSignals } from "#kernel/signals.ts";
import { openers, startMessengerOf, type Surroundings, worldOf } from "./assemble.ts";
import { nodeSubgraph, SUBGRAPHS, type SubgraphName } from "./compose.ts";
import type { Config } from "./config.ts";
import { assertPortFree, type Running } from "./entry.ts";
import { connectionOf } from "./provision.ts";
import { openPlatformSecrets, type Secrets } from "./secrets.ts";
import { connectionFrom } from "./shop-database.ts";
import { PlatformStartError } from "./start-error.ts";
import type { OpenSubgraph } from "./world.ts";

/** One subgraph in a process of its own, at AGORA_SUBGRAPH_PORT. */
export async function startSubgraph(name: string, config: Config, log: Log): Promise<Running> {
  await assertPortFree(config.host, config.subgraphPort);
  const secrets = openPlatformSecrets(config);
  const running = name === "node" ? storeless(log) : await withStore(subgraphNamed(name), config, secrets, log);
  const { server, close } = createSubgraphServer({
    subgraph: running.opened.subgraph,
    executor: running.executor,
    keys: secrets.pairKeys,
    callers: new Set(["gateway", ...SUBGRAPHS]),
    isReady: running.opened.isReady,
    log,
  });
  server.listen(config.subgraphPort, config.host);
  await once(server, "listening");
  return {
    stop: async () => {
      await close();
      await running.stop();
    },
  };
}

interface Opened {
  readonly opened: Pick<OpenSubgraph, "subgraph" | "isReady">;
  readonly executor: SubgraphExecutor;
  stop(): Promise<void>;
}

async function withStore(name: SubgraphName, config: Config, secrets: Secrets, log: Log): Promise<Opened> {
  if (!config.databaseUrl) {
    const remedy = "Set AGORA_DATABASE_URL to postgres://HOST/DATABASE; `npm run services` does it for you.";
    throw new PlatformStartError({ message: `The subgraph ${name} was given no database.`, remedy });
  }
  const connection = connectionOf(connectionFrom(config.databaseUrl), name, secrets.passwordOf(name));
  const signals = await postgresSignals({ connection, log, send: true });
  const neighbours = neighboursOf(name, config, secrets);
  const surroundings: Surroundings = { config, secrets, signals, log, neighbour: neighbours.get };
  const world = worldOf(name, connection, surroundings);
  const opened = await openers[name](world);
  if (!config.production) await opened.seed();
  const messenger = startMessengerOf(opened, world);
  return {
    opened,
    executor: inProcess(opened.subgraph, world.log),
    stop: async () => {
      await messenger.stop();
      await opened.close();
      await neighbours.close();
      await signals.close();
    },
  };
}

function storeless(log: Log): Opened {
  const subgraph = nodeSubgraph();
  return { opened: { subgraph, isReady: async () => true }, executor: inProcess(subgraph, log), stop: async () => {} };
}

/** Neighbours over HTTP, each looked up at the first call. */
function neighboursOf(from: string, config: Config, secrets: Secrets) {
  const open = new Map<string, ReturnType<typeof overHttp>>();
  return {
    get: (name: string): SubgraphExecutor => {
      const url = config.subgraphs.get(name);
      if (!url) throw new Error(`AGORA_SUBGRAPHS does not say where ${name} is`);
      const known = open.get(name) ?? overHttp({ name, url: `${url}/graphql`, from, keys: secrets.pairKeys });
      open.set(name, known);
      return known;
    },
    close: async () => void (await Promise.all([...open.values()].map((executor) => executor.close()))),
  };
}

function subgraphNamed(name: string): SubgraphName {
  const found = SUBGRAPHS.find((known) => known === name);
  if (found) return found;
  throw new PlatformStartError({
    message: `There is no subgraph "${name}".`,
    remedy: `Name one of ${SUBGRAPHS.join(", ")} or node.`,
  });
}
