import { once } from "node:events";
import { createServer } from "node:http";
import type { Log } from "#kernel/log.ts";
import { PlatformStartError } from "../start-error.ts";
import type { GatewaySettings } from "./settings.ts";

const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** `/metrics` on a port of its own: what it tells is not for those whom the gateway serves. */
export async function openMetricsPort(
  { config: { metrics } }: GatewaySettings,
  text: () => Promise<string>,
  log: Log,
): Promise<() => void> {
  const { host, port } = metrics;
  if (port === undefined) return () => {};
  const server = createServer(async ({ url }, outgoing) => {
    if (url?.split("?", 1)[0] !== "/metrics") return void outgoing.writeHead(404).end();
    try {
      const body = await text();
      outgoing.writeHead(200, { "content-type": CONTENT_TYPE }).end(body);
    } catch (error) {
      log.error({ error }, "metrics cannot be told");
      outgoing.writeHead(500).end();
    }
  });
  server.listen(port, host);
  await once(server, "listening").catch(({ code }) => {
    const message = `The port of metrics, ${port} on ${host}, cannot be used (${code}).`;
    throw new PlatformStartError({ message, remedy: "Choose another: metrics.port and metrics.host." });
  });
  return () => {
    server.close();
    server.closeAllConnections();
  };
}
