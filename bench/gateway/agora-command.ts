import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, root } from "./processes.ts";
import type { Subgraphs } from "./world.ts";

/**
 * `npm run gateway` with one worker and production's defaults, whatever the shell says. Authorization goes on to the
 * subgraphs by default, as the peers are told to let it.
 * @param settings other ones than the defaults
 */
export function agoraCommand(
  { supergraphFile, urls }: Subgraphs,
  port: number,
  folder: string,
  settings?: object,
): Command {
  const routes = [...urls].flatMap(([name, url]) => ["--route", `${name}=${url}`]);
  const settingsFile = join(folder, `settings-${port}.json`);
  if (settings) writeFileSync(settingsFile, JSON.stringify(settings));
  return {
    args: [
      ...nodeFlags(),
      "bin/gateway.ts",
      "--supergraph",
      supergraphFile,
      ...routes,
      ...(settings ? ["--config", settingsFile] : []),
      "--port",
      String(port),
      "--workers",
      "1",
    ],
    env: {
      AGORA_ENV: "production",
      AGORA_HOST: "127.0.0.1",
      AGORA_DATA: folder,
      AGORA_LOG: "stdout",
      MALLOC_ARENA_MAX: "1",
    },
  };
}

/** As the npm script has them. */
function nodeFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return scripts.gateway.match(/--\S+(?=.* bin\/gateway\.ts)/g);
}
