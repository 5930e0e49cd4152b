import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import { PlatformStartError } from "../start-error.ts";

/** Settings that are right one by one and come to nothing are refused rather than taken in silence. */
export function refuseIdleSettings(config: GatewayConfig): void {
  const withoutRedis = [
    ...(config.persistedOperations.automatic === "redis" ? ["persistedOperations.automatic"] : []),
    ...(config.rateLimits.share === "redis" ? ["rateLimits.share"] : []),
    ...(config.cache.store === "redis" ? ["cache.store"] : []),
    ...(config.cache.topic === undefined ? [] : ["cache.topic"]),
    ...(Object.keys(config.subscriptions.topics).length > 0 ? ["subscriptions.topics"] : []),
  ];
  if (!config.redis && withoutRedis.length > 0)
    throw refusal(`${withoutRedis.join(", ")}: there is no Redis`, "Say where it is: redis.url.");
  if (config.cache.topic !== undefined && config.cache.store === "off")
    throw refusal("cache.topic: nothing is kept that could be dropped", "Say where answers are kept: cache.store.");
  if (config.tracing) throw refusal("tracing: this version does not do that yet", "Leave it out.");
}

function refusal(problem: string, remedy: string): PlatformStartError {
  return new PlatformStartError({ message: `Settings: ${problem}.`, remedy });
}
