import { readFileSync } from "node:fs";
import { once } from "node:events";
import { createGateway } from "#gateway/gateway.ts";
import { createServer } from "#gateway/server.ts";
import { subgraphUrlsIn } from "#gateway/supergraph.ts";
import { systemClock } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import { overHttp } from "#kernel/over-http.ts";
import type { Config } from "./config.ts";
import { assertPortFree, type Running } from "./entry.ts";
import type { GatewayArguments } from "./gateway-arguments.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { PlatformStartError } from "./start-error.ts";

/** A gateway over any supergraph, its subgraphs by URL. */
export async function startAnyGateway(given: GatewayArguments, config: Config, log: Log): Promise<Running> {
  const port = given.port ?? config.port;
  await assertPortFree(config.host, port);
  const supergraphSdl = readSupergraphFile(given.supergraph);
  const { pairKeys: keys } = openPlatformSecrets(config);
  const urls = new Map([...subgraphUrlsIn(supergraphSdl), ...given.routes]);
  const executors = new Map(
    [...urls].map(([name, url]) => [name, overHttp({ name, url, from: "gateway", keys })] as const),
  );
  const gateway = await createGateway({
    supergraphSdl,
    executors: (name) => executors.get(name)!,
    forward: ["authorization"],
    introspection: !config.production,
    clock: systemClock,
    log,
  });
  const { server, stop } = createServer({
    gateway,
    ...{ routes: [], forwards: [], isReady: async () => true, corsOrigins: config.corsOrigins },
    explorers: !config.production,
    log,
  });
  server.listen(port, config.host);
  await once(server, "listening");
  console.log(
    `The gateway answers at http://${config.host}:${port}/graphql (subgraphs: ${[...urls.keys()].join(", ")}).`,
  );
  return {
    stop: async () => {
      await stop();
      await gateway.close();
      await Promise.all([...executors.values()].map((executor) => executor.close()));
    },
  };
}

function readSupergraphFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatformStartError({
      message: `The supergraph ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      remedy: "Name the composed schema's file: --supergraph FILE.",
    });
  }
}
