import { keysFromUrl } from "#gateway/plugins/identity.ts";
import type { Log } from "#kernel/log.ts";
import { overHttp } from "#kernel/over-http.ts";
import { localSignals, postgresSignals } from "#kernel/signals.ts";
import { readSupergraph, SUBGRAPHS } from "./compose.ts";
import type { Config } from "./config.ts";
import { assertPortFree, type Running } from "./entry.ts";
import { startFront } from "./front.ts";
import { connectionOf } from "./provision.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { connectionFrom } from "./shop-database.ts";
import { PlatformStartError } from "./start-error.ts";

/** Paths that belong to one subgraph and are passed on to it unread. */
const FORWARDED: readonly (readonly [prefix: string, subgraph: string])[] = [
  ["/.well-known/jwks.json", "users"],
  ["/media/", "catalog"],
  ...SUBGRAPHS.map((name) => [`/hooks/${name}/`, name] as const),
];
const READY_MS_MAX = 1_000;

/** The gateway in a process of its own, its subgraphs by URL. */
export async function startGateway(config: Config, log: Log): Promise<Running> {
  await assertPortFree(config.host, config.port);
  const { pairKeys: keys, passwordOf } = openPlatformSecrets(config);
  const executors = new Map(
    [...config.subgraphs].map(([name, url]) => [
      name,
      overHttp({ name, url: `${url}/graphql`, from: "gateway", keys }),
    ]),
  );
  const executorOf = (name: string) => executors.get(name) ?? unknown(name);
  const urlOf = (name: string) => config.subgraphs.get(name) ?? unknown(name);
  const bus = await busOf(config, passwordOf, log);
  const front = await startFront({
    config,
    log,
    bus,
    supergraphSdl: readSupergraph(),
    executorOf,
    routes: [],
    forwards: FORWARDED.map(([prefix, name]) => ({ prefix, url: urlOf(name) })),
    keys: keysFromUrl(`${urlOf("users")}/.well-known/jwks.json`),
    isReady: () => anyReady([...config.subgraphs.values()]),
  });
  return {
    stop: async () => {
      await front.stop();
      await bus?.signals.close();
      await Promise.all([...executors.values()].map((executor) => executor.close()));
    },
  };
}

/** A gateway without a database hears of no change, and keeps nothing. One whose database is away hears of them later. */
async function busOf({ databaseUrl, cache }: Config, passwordOf: (name: string) => string, log: Log) {
  if (!databaseUrl || cache === "off") return undefined;
  const connection = connectionOf(connectionFrom(databaseUrl), "gateway", passwordOf("gateway"));
  const signals = await postgresSignals({ connection, log, send: false }).catch((error: Error) => {
    log.warn({ error: error.message }, "changes are looked for and not signalled");
    return localSignals();
  });
  return { connection, signals };
}

/** Ready while it can answer something: one dead service must not take the whole shop out of the load balancer. */
async function anyReady(urls: readonly string[]): Promise<boolean> {
  const answers = urls.map(async (url) => {
    const { ok } = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(READY_MS_MAX) });
    if (!ok) throw new Error("not ready");
  });
  return Promise.any(answers).then(
    () => true,
    () => false,
  );
}

function unknown(name: string): never {
  const remedy =
    "AGORA_SUBGRAPHS names every subgraph: users=http://…,catalog=http://…; `npm run services` does it for you.";
  throw new PlatformStartError({ message: `AGORA_SUBGRAPHS does not say where ${name} is.`, remedy });
}
