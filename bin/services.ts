import { runEntry } from "./entry.ts";
import { startServices } from "./start-services.ts";

const USAGE = `npm run services: Agora as separate processes on this machine, one per subgraph and one gateway, over HTTP.
The same settings, URLs and data folder as npm start; where each service listens also stands in DATA/services.json.`;

await runEntry(USAGE, startServices);
