import { readFileSync } from "node:fs";
import type { Metrics } from "#gateway/watch/metrics.ts";
import type { GatewaySettings } from "./settings.ts";

/** What one process counts; loaded where it is wanted only. Operations of manifests are always counted under their names. */
export async function metricsOf({ config }: GatewaySettings): Promise<Metrics | undefined> {
  const { on, operationNamesMax, clientNamesMax, clientVersionsMax } = config.metrics;
  if (!on) return undefined;
  const { createMetrics } = await import("#gateway/watch/metrics.ts");
  const operationNames = config.persistedOperations.manifests.flatMap(namesIn);
  return createMetrics({ operationNames, operationNamesMax, clientNamesMax, clientVersionsMax });
}

/** None of a manifest that cannot be read: whoever needs it says why. */
function namesIn(manifest: string): string[] {
  try {
    const { operations } = JSON.parse(readFileSync(manifest, "utf8"));
    return operations.map(({ name }: { name: string }) => name);
  } catch {
    return [];
  }
}
