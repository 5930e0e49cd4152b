import "./quick-ticks.ts";
import "./young-objects.ts";
import { enableCompileCache } from "node:module";

enableCompileCache();
const { runEntry } = await import("./entry.ts");
const { startSubgraph } = await import("./start-subgraph.ts");

const USAGE = `bin/subgraph.ts NAME: one subgraph as a service on AGORA_SUBGRAPH_PORT, its neighbours by AGORA_SUBGRAPHS,
its database by AGORA_DATABASE_URL, always in its own role.`;

await runEntry(USAGE, (config, log) => startSubgraph(process.argv[2] ?? "", config, log));
