import "../../bin/young-objects.ts";
import { readFileSync } from "node:fs";
import { createGateway } from "#gateway/gateway.ts";
import { createServer } from "#gateway/server.ts";
import { systemClock } from "#kernel/clock.ts";
import { inProcess } from "#kernel/in-process.ts";
import { createLog } from "#kernel/log.ts";
import { servicesOf } from "./services.ts";
import { readSharedData } from "./shared-data.ts";

/**
 * The gateway with the four services in its own process, as `npm start` has its subgraphs: in-process.ts DATA
 * SUPERGRAPH PORT. Every request executes its resolvers.
 */
const [dataFolder, supergraphFile, port] = process.argv.slice(2);
const log = createLog("info");
const executors = new Map(
  servicesOf(readSharedData(dataFolder!)!).map((service) => [
    service.name,
    inProcess(
      {
        ...service,
        context: (scope) => scope,
        handlers: {},
        routes: [],
        jobs: [],
      },
      log,
    ),
  ]),
);
const gateway = await createGateway({
  supergraphSdl: readFileSync(supergraphFile!, "utf8"),
  executors: (name) => executors.get(name)!,
  // Who asks is another one each time, so that no two requests are the same.
  verifyToken: async (token) => ({ subject: token, scopes: [] }),
  shop: { market: "IN", currencies: ["INR"], locales: ["en-IN"] },
  introspection: false,
  clock: systemClock,
  log,
});
const options = { routes: [], forwards: [], corsOrigins: [], explorers: false, isReady: async () => true };
createServer({ ...options, gateway, log }).server.listen(Number(port), "127.0.0.1");
