import "./quick-ticks.ts";
import "./young-objects.ts";
import cluster from "node:cluster";
import { enableCompileCache } from "node:module";

enableCompileCache();
// To a gateway by files it means to read them again, also while it starts, and to its workers nothing: Node's way is to end.
if (cluster.isWorker || process.argv.length > 2) process.on("SIGHUP", () => {});

const USAGE = `npm run gateway -- --supergraph FILE [--route NAME=URL …] [--port N] [--config FILE] [--workers N]:
a gateway over any supergraph.
  --supergraph FILE   the composed schema; a new one takes over as the file changes
  --route NAME=URL    where a subgraph answers, instead of the URL in the schema; may be repeated
  --port N            instead of AGORA_PORT
  --config FILE       settings (docs/gateway.md lists them all); they may name the supergraph too
  --workers N         processes on the port, instead of one for each core
Without --supergraph and --config: Agora's own gateway as a service on AGORA_PORT, its subgraphs by AGORA_SUBGRAPHS.`;

if (cluster.isWorker) await (await import("./any-gateway/worker.ts")).runWorker();
else await run();

async function run(): Promise<void> {
  const { runEntry } = await import("./entry.ts");
  const { readGatewayArguments } = await import("./gateway-arguments.ts");
  const args = process.argv.slice(2);
  // Nothing is known of who will reach any gateway: what is not said is as in production.
  const env = args.length > 0 ? { AGORA_ENV: "production", ...process.env } : process.env;
  await runEntry(
    USAGE,
    async (config, log) => {
      const given = readGatewayArguments(args);
      // Each without what only the other needs: a worker's memory is counted.
      if (!given) return (await import("./start-gateway.ts")).startGateway(config, log);
      return (await import("./start-any-gateway.ts")).startAnyGateway(given, config, log);
    },
    env,
  );
}
