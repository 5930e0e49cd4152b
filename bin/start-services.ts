import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Log } from "#kernel/log.ts";
import type { PostgresConnection } from "#kernel/database.ts";
import { printBanner } from "./banner.ts";
import { SUBGRAPHS } from "./compose.ts";
import type { Config } from "./config.ts";
import { assertPortFree, type Running } from "./entry.ts";
import { openPlatformSecrets } from "./secrets.ts";
import { type Service, superviseService } from "./supervise-service.ts";
import { openShopDatabase } from "./shop-database.ts";

/** Ports are looked for up to here: below the range that systems hand out by themselves. */
const PORT_MAX = 32_767;

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
    for (const service of services.toReversed()) await service.stop();
    await database.close();
  };
  try {
    const ports = await freePorts(config.host, config.subgraphPort, SUBGRAPHS.length + 1);
    const urls = new Map([...SUBGRAPHS, "node"].map((name, index) => [name, `http://${config.host}:${ports[index]}`]));
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
      const env = { ...shared, AGORA_SUBGRAPH_PORT: new URL(url).port };
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

async function freePorts(host: string, from: number, count: number): Promise<number[]> {
  const found: number[] = [];
  for (let port = from; found.length < count && port <= PORT_MAX; port++) {
    if (await isFree(host, port)) found.push(port);
  }
  return found;
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}
