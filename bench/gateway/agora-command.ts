import type { Command } from "./processes.ts";
import type { Subgraphs } from "./world.ts";

/**
 * `npm run gateway` with one worker and production's defaults, whatever the shell says. Authorization goes on to the
 * subgraphs by default, as the peers are told to let it.
 */
export function agoraCommand({ supergraphFile, urls }: Subgraphs, port: number, folder: string): Command {
  const routes = [...urls].flatMap(([name, url]) => ["--route", `${name}=${url}`]);
  return {
    // As the npm script has them; docs/architecture.md says why.
    args: [
      "--max-semi-space-size=32",
      "--heap-growing-percent=150",
      "--concurrent-marking-max-worker-num=1",
      "bin/gateway.ts",
      "--supergraph",
      supergraphFile,
      ...routes,
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
