import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import type { Log } from "#kernel/log.ts";
import { PlatformStartError } from "../start-error.ts";
import { countsApiKeys } from "./counts-api-keys.ts";

/** Settings that are right one by one and come to nothing are refused rather than taken in silence. */
export function refuseIdleSettings(config: GatewayConfig): void {
  const withoutRedis = [
    ...(config.persistedOperations.automatic === "redis" ? ["persistedOperations.automatic"] : []),
    ...(config.rateLimits.share === "redis" ? ["rateLimits.share"] : []),
    ...(config.cache.store === "redis" ? ["cache.store"] : []),
    ...(config.cache.topic === undefined ? [] : ["cache.topic"]),
    ...(Object.keys(config.subscriptions.topics).length > 0 ? ["subscriptions.topics"] : []),
  ];
  const policies = Object.entries(config.policies);
  const undecided = policies.find(([, { equals, contains }]) => equals === undefined && contains === undefined);
  if (undecided)
    throw refusal(`policies.${undecided[0]}: nothing says what the claim must be`, "Say it: equals or contains.");
  if (!config.jwt && policies.length > 0)
    throw refusal("policies: there are no tokens whose claims could decide", "Say who issues them: jwt.jwksUrl.");
  if (!config.redis && withoutRedis.length > 0)
    throw refusal(`${withoutRedis.join(", ")}: there is no Redis`, "Say where it is: redis.url.");
  const { safelist, requireId } = config.persistedOperations;
  if (requireId && safelist === "off")
    throw refusal(
      "persistedOperations.requireId: without a safelist every text is taken",
      'Say what becomes of texts: persistedOperations.safelist "log" or "enforce".',
    );
  if (config.cache.topic !== undefined && config.cache.store === "off")
    throw refusal("cache.topic: nothing is kept that could be dropped", "Say where answers are kept: cache.store.");
  refuseIdleLimits(config);
}

/** Limits by what nobody is known by. */
function refuseIdleLimits({ rateLimits, jwt }: GatewayConfig): void {
  const { requests, costs, fields } = rateLimits;
  for (const [kind, limits] of Object.entries({ requests, costs, fields })) {
    const at = limits.findIndex(({ by }) => by === "subject");
    if (!jwt && at >= 0)
      throw refusal(
        `rateLimits.${kind}.${at}: there are no tokens that say who asks`,
        "Say who issues them: jwt.jwksUrl.",
      );
  }
  if (rateLimits.apiKeys && !countsApiKeys(rateLimits))
    throw refusal("rateLimits.apiKeys: no limit counts by them", "Let one: by: apiKey, or client.");
}

/** What still serves something is said and taken. */
export function warnOfIdleSettings({ cache, headers }: GatewayConfig, log: Log): void {
  const { forward } = headers.toClients;
  if (cache.store !== "off" && forward.length > 0)
    log.warn(
      { forward },
      "cache.store: no answer over HTTP is kept, since headers.toClients.forward makes each its client's",
    );
}

function refusal(problem: string, remedy: string): PlatformStartError {
  return new PlatformStartError({ message: `Settings: ${problem}.`, remedy });
}
