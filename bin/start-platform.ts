import type { JSONWebKeySet } from "jose";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { inProcess } from "#kernel/in-process.ts";
import type { Log } from "#kernel/log.ts";
import { findRoute } from "#kernel/routes.ts";
import { postgresSignals } from "#kernel/signals.ts";
import type { Route } from "#kernel/subgraph.ts";
import { openers, startMessengerOf, type Surroundings, worldOf } from "./assemble.ts";
import { printBanner } from "./banner.ts";
import { nodeSubgraph, readSupergraph, SUBGRAPHS } from "./compose.ts";
import type { Config } from "./config.ts";
import { connectionOf } from "./provision.ts";
import { assertPortFree, type Running } from "./entry.ts";
import { startFront } from "./front.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { openShopDatabase } from "./shop-database.ts";

/** One process: the database, all subgraphs, the gateway. Opened in the order of need, closed in the reverse. */
export async function startPlatform(config: Config, log: Log): Promise<Running> {
  const progress = startProgress();
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  try {
    await assertPortFree(config.host, config.port);
    const secrets = openPlatformSecrets(config);
    progress("PostgreSQL");
    const database = await openShopDatabase(config, secrets, progress);
    closers.push(() => database.close());
    const signals = await postgresSignals({ connection: database.admin, log, send: false });
    closers.push(() => signals.close());

    progress("Migrations");
    const executors = new Map<string, SubgraphExecutor>();
    const surroundings: Surroundings = { config, secrets, signals, log, neighbour: (name) => executors.get(name)! };
    const openings = await Promise.allSettled(
      SUBGRAPHS.map(async (name) => {
        const world = worldOf(name, connectionOf(database.admin, name, secrets.passwordOf(name)), surroundings);
        const subgraph = await openers[name](world);
        executors.set(name, inProcess(subgraph.subgraph, world.log));
        closers.push(() => subgraph.close());
        return { world, subgraph };
      }),
    );
    // All have ended before one that failed is told: what is open is closed below it.
    const opened = openings.map((opening) => {
      if (opening.status === "rejected") throw opening.reason;
      return opening.value;
    });
    executors.set("node", inProcess(nodeSubgraph(), log));

    if (!config.production) {
      progress("Demo shop");
      for (const { subgraph } of opened) await subgraph.seed();
    }
    progress("Gateway");
    const routes = opened.flatMap(({ subgraph }) => subgraph.subgraph.routes);
    const front = await startFront({
      config,
      log,
      supergraphSdl: readSupergraph(),
      executorOf: (name) => executors.get(name)!,
      routes,
      forwards: [],
      bus: { connection: connectionOf(database.admin, "gateway", secrets.passwordOf("gateway")), signals },
      keys: () => publicKeys(routes),
      isReady: async () => (await Promise.all(opened.map(({ subgraph }) => subgraph.isReady()))).every(Boolean),
    });
    const messengers = opened.map(({ subgraph, world }) => startMessengerOf(subgraph, world));
    closers.push(async () => void (await Promise.all(messengers.map((messenger) => messenger.stop()))));
    closers.push(() => front.stop());
    printBanner(config, secrets);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The keys of access tokens, from the route by which everybody else gets them too. */
async function publicKeys(routes: readonly Route[]): Promise<JSONWebKeySet> {
  const path = "/.well-known/jwks.json";
  const request = {
    method: "GET",
    path,
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    requestId: "start",
  };
  const answer = await findRoute(routes, "GET", path)!.handle(request);
  return JSON.parse(String(answer.body));
}

/** One line that is written over where the terminal can, so that the person sees that something moves. */
function startProgress(): (step: string) => void {
  const { stderr } = process;
  return (step) => void stderr.write(stderr.isTTY ? `\r\x1b[K… ${step}` : `… ${step}\n`);
}
