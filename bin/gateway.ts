import { enableCompileCache } from "node:module";

enableCompileCache();
const { runEntry } = await import("./entry.ts");
const { readGatewayArguments } = await import("./gateway-arguments.ts");

const USAGE = `npm run gateway -- --supergraph FILE [--route NAME=URL …] [--port N]: a gateway over any supergraph.
  --supergraph FILE   the composed schema
  --route NAME=URL    where a subgraph answers, instead of the URL in the schema; may be repeated
  --port N            instead of AGORA_PORT
Without --supergraph: Agora's own gateway as a service on AGORA_PORT, its subgraphs by AGORA_SUBGRAPHS.`;

await runEntry(USAGE, async (config, log) => {
  const given = readGatewayArguments(process.argv.slice(2));
  // Each without what only the other needs: a worker's memory is counted.
  if (!given) return (await import("./start-gateway.ts")).startGateway(config, log);
  return (await import("./start-any-gateway.ts")).startAnyGateway(given, config, log);
});
