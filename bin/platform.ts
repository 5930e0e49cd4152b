import "./quick-ticks.ts";
import "./young-objects.ts";
import { enableCompileCache } from "node:module";

// Compiled once, a warm start spends its time on the database instead.
enableCompileCache();
const { runEntry } = await import("./entry.ts");
const { startPlatform } = await import("./start-platform.ts");

const USAGE = `npm start: Agora in one process, every subgraph and the gateway, on an embedded PostgreSQL.

Settings are environment variables, for example AGORA_PORT=4100 AGORA_DATA=./other npm start`;

await runEntry(USAGE, startPlatform);
