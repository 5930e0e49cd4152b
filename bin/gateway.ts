import { enableCompileCache } from "node:module";

enableCompileCache();
const { runEntry } = await import("./entry.ts");
const { startGateway } = await import("./start-gateway.ts");

const USAGE = `bin/gateway.ts: the gateway as a service on AGORA_PORT, its subgraphs by AGORA_SUBGRAPHS.`;

await runEntry(USAGE, startGateway);
