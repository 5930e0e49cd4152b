import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Subgraphs } from "./world.ts";

/** Production's defaults; said is only what the peers are told too: Authorization goes on to the subgraphs. */
const CONFIG = { headers: { forward: ["authorization"] } };

/** `npm run gateway` with one worker: the arguments for node, from the root of the repository. */
export function agoraArgs({ supergraphFile, urls }: Subgraphs, port: number, folder: string): string[] {
  const configFile = join(folder, "agora.json");
  writeFileSync(configFile, JSON.stringify(CONFIG));
  const routes = [...urls].flatMap(([name, url]) => ["--route", `${name}=${url}`]);
  return [
    ...["bin/gateway.ts", "--supergraph", supergraphFile, ...routes],
    ...["--port", String(port), "--workers", "1", "--config", configFile],
  ];
}
