import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Log } from "#kernel/log.ts";
import type { PostgresConnection } from "#kernel/database.ts";
import { printBanner } from "./banner.ts";
import { SUBGRAPHS } from "./compose.ts";
import type { Config } from "./config.ts";
import { assertPortFree, type Running } from "./entry.ts";
import { freePorts } from "./ports.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { type Service, superviseService } from "./supervise-service.ts";
import { openShopDatabase } from "./shop-database.ts";
import { PlatformStartError } from "./start-error.ts";

/** Only this machine talks to them. */
const LOOPBACK = "127.0.0.1";
/** Where ports are looked for when those after the gateway's do not suffice. */
const PORT_FALLBACK = 20_000;

/** Every subgraph and the gateway as processes of their own; this one holds the database and watches over them. */
export async function startServices(config: Config, log: Log): Promise<Running> {
  await assertPortFree(config.host, config.port);
  const secrets = openPlatformSecrets(config);
  const progress = (step: string) => void process.stderr.write(`… ${step}\n`);
  progress("PostgreSQL");
  const database = await openShopDatabase(config, secrets, progress);
  const services: Service[] = [];
  const stop = async () => {
    // The gateway first: it stops taking requests while those it has are answered.
    await services.find(({ name }) => name === "gateway")?.stop();
    await Promise.all(services.map((service) => service.stop()));
    await database.close();
  };
  try {
    const ports = await portsFor(SUBGRAPHS.length + 1, config.subgraphPort);
    const urls = new Map([...SUBGRAPHS, "node"].map((name, index) => [name, `http://${LOOPBACK}:${ports[index]}`]));
    const shared = {
      ...process.env,
      AGORA_SUBGRAPHS: [...urls].map(([name, url]) => `${name}=${url}`).join(","),
      AGORA_SECRET: secrets.platform,
      AGORA_DATABASE_URL: urlWithoutUser(database.admin),
    };
    progress(`Subgraphs ${[...urls.keys()].join(", ")}`);
    const gatewayUrl = `http://${config.host}:${config.port}`;
    const record = () => {
      const where = services.map(({ name, pid }) => [name, { url: urls.get(name) ?? gatewayUrl, pid: pid() }]);
      writeFileSync(join(config.data, "services.json"), `${JSON.stringify(Object.fromEntries(where), null, 2)}\n`);
    };
    const subgraphs = [...urls].map(([name, url]) => {
      const env = { ...shared, AGORA_HOST: LOOPBACK, AGORA_SUBGRAPH_PORT: new URL(url).port };
      return superviseService({
        name,
        entry: ["bin/subgraph.ts", name],
        env,
        readyUrl: `${url}/health/ready`,
        log,
        onStart: record,
      });
    });
    services.push(...subgraphs);
    await Promise.all(subgraphs.map(({ ready }) => ready));
    progress("Gateway");
    const gateway = superviseService({
      name: "gateway",
      entry: ["bin/gateway.ts"],
      env: shared,
      readyUrl: `${gatewayUrl}/health/ready`,
      log,
      onStart: record,
    });
    services.push(gateway);
    await gateway.ready;
    record();
    printBanner(config, secrets, urls);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A service connects in its own role: it gets to know where, not as whom. */
function urlWithoutUser({ host, port, database }: PostgresConnection): string {
  return `postgres:///${database}?host=${encodeURIComponent(host)}&port=${port}`;
}

async function portsFor(count: number, from: number): Promise<number[]> {
  const wanted = await freePorts(LOOPBACK, from, count);
  const found = wanted.length === count ? wanted : await freePorts(LOOPBACK, PORT_FALLBACK, count);
  if (found.length === count) return found;
  throw new PlatformStartError({
    message: `There are no ${count} free ports for the subgraphs from ${from} on.`,
    remedy: "Set AGORA_SUBGRAPH_PORT to the first of some that are free.",
  });
}
