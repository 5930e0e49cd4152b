import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import { PlatformStartError } from "../start-error.ts";

/** Settings that nothing follows yet are refused rather than taken in silence. */
export function refuseUnfinished(config: GatewayConfig): void {
  const unfinished = [
    ...(config.cache.store === "off" ? [] : ["cache.store"]),
    ...(config.tracing ? ["tracing"] : []),
    ...(Object.keys(config.overrideLabels).length > 0 ? ["overrideLabels"] : []),
    ...(config.planner === "apollo" ? [] : ["planner"]),
  ];
  if (unfinished.length === 0) return;
  throw new PlatformStartError({
    message: `Settings: ${unfinished.join(", ")}: this version does not do that yet.`,
    remedy: "Leave them out.",
  });
}
