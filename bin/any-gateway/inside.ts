import { readFileSync } from "node:fs";
import type { CacheStore } from "#gateway/cache/store.ts";
import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import type { AnswerCache, GraphSource } from "#gateway/graph.ts";
import { createGateway } from "#gateway/gateway.ts";
import type { GatewayOptions } from "#gateway/gateway-options.ts";
import { localDocumentStore, redisDocumentStore } from "#gateway/persisted-operations/document-store.ts";
import { grantedByToken, policiesByClaims } from "#gateway/plugins/claim-policies.ts";
import type { VerifyToken } from "#gateway/plugins/identity.ts";
import { parseWithinLimits } from "#gateway/plugins/limits.ts";
import type { PersistedOperations } from "#gateway/plugins/persisted-operations.ts";
import type { RateLimits } from "#gateway/plugins/rate-limits.ts";
import type { OptionalRedis } from "#gateway/redis.ts";
import type { Breaker } from "#gateway/resilience/breaker.ts";
import { shareBreakers } from "#gateway/resilience/shared-breakers.ts";
import type { ServerOptions } from "#gateway/server.ts";
import type { EventSource } from "#gateway/subscriptions/event-source.ts";
import type { Metrics } from "#gateway/watch/metrics.ts";
import type { Tracer } from "#gateway/watch/tracing.ts";
import type { WorkerGroup } from "#gateway/worker-group.ts";
import { systemClock as clock } from "#kernel/clock.ts";
import { pairKeysFrom } from "#kernel/identity.ts";
import { type Log, silentLog } from "#kernel/log.ts";
import { PlatformStartError } from "../start-error.ts";
import { countsApiKeys } from "./counts-api-keys.ts";
import type { GroupOptions } from "./group.ts";
import type { GatewaySettings } from "./settings.ts";
import { connectSubgraphs } from "./subgraphs.ts";
import { isOfFederation1, supergraphFault } from "./supergraph-file.ts";
import { tlsOf } from "./tls.ts";

export interface InsideOptions extends GroupOptions {
  readonly metrics: Metrics | undefined;
  /** The other workers, where there are any. */
  readonly group?: WorkerGroup;
}

/** All that stands behind the port, as the settings say. */
export interface Inside {
  readonly server: ServerOptions;
  reload(supergraphSdl: string): Promise<void>;
  close(): Promise<void>;
}

/** Each concern is loaded where its settings ask for it: a worker's memory is counted. */
export async function openInside(options: InsideOptions): Promise<Inside> {
  const { settings, supergraphSdl, secret, metrics, group, log } = options;
  const { config, corsOrigins, introspection, explorers, engine, limits } = settings;
  const tls = tlsOf(config.tls);
  const redis = config.redis && (await import("#gateway/redis.ts")).openRedis(config.redis.url, log);
  const events = await eventsOf(options);
  const { topics } = config.subscriptions;
  const feeds = events && Object.keys(topics).length > 0 ? { source: events, topics } : undefined;
  const kept = await keptOf(options, redis, events);
  const subgraphs = connectSubgraphs(settings, config.signing.on ? pairKeysFrom(secret) : undefined);
  const tracer = config.tracing && (await tracerOf(config.tracing, log));
  const close = async () => {
    await subgraphs.close();
    await tracer?.close();
    kept?.close();
    await events?.close();
    redis?.client.disconnect();
  };
  const served = async <Result>(sdl: string, act: (source: GraphSource) => Promise<Result>): Promise<Result> => {
    try {
      if (config.planner === "native" && isOfFederation1(sdl)) throw withoutFederation2(settings.supergraphFile);
      return await act(subgraphs.of(sdl));
    } catch (error) {
      throw supergraphFault(settings.supergraphFile, sdl, error);
    }
  };
  const open = async () => {
    const given = {
      ...{
        introspection,
        engine,
        limits,
        metrics,
        tracer,
        feeds,
        clock,
        log,
        defer: config.defer,
        planner: config.planner,
        labelPercents: config.overrideLabels,
        forward: subgraphs.forward,
      },
      errorExtensions: config.errors.extensions,
      answerHeaders: config.headers.toClients.forward.map((name) => name.toLowerCase()),
      verifyToken: config.jwt && (await verifierOf(config.jwt, config.policies, log)),
      policies: grantedByToken,
      rateLimits: await rateLimitsOf(options, redis),
      apiKeyOf: await apiKeyReaderOf(config.rateLimits),
      persisted: await persistedOf(options, redis),
      cache: kept?.cache,
      costMaxByClient: new Map(Object.entries(config.costMaxByClient)),
      limitsOf: (name: string) => limitsOf(settings, name),
      shareBreaker: group && shareBreakersIn(group),
    };
    return served(supergraphSdl, (source) => createGateway({ ...source, ...given }));
  };
  const gateway = await open().catch(async (error) => {
    await close();
    throw error;
  });
  const { trustedProxies } = config.server;
  return {
    server: {
      ...{ gateway, routes: [], forwards: [], isReady: async () => true },
      ...{ corsOrigins, trustedProxies, explorers, tls, log },
      corsHeaders: corsHeadersOf(config, subgraphs.forward),
      ...{ loadShedding: config.loadShedding, headers: config.headers.toClients.set },
      accessLog: config.accessLog ? undefined : silentLog,
    },
    reload: (sdl) => served(sdl, (source) => gateway.reload(source)),
    close: async () => {
      await gateway.close();
      await close();
    },
  };
}

/** A page may send what goes on to subgraphs and read what comes of them: it was for clients that it was set. */
function corsHeadersOf(
  { headers, rateLimits }: GatewayConfig,
  forward: readonly string[],
): ServerOptions["corsHeaders"] {
  const { toClients } = headers;
  return {
    allowed: countsApiKeys(rateLimits) ? [...forward, rateLimits.apiKeyHeader.toLowerCase()] : forward,
    exposed: [...toClients.forward, ...Object.keys(toClients.set)].map((name) => name.toLowerCase()),
  };
}

async function tracerOf(tracing: NonNullable<GatewayConfig["tracing"]>, log: Log): Promise<Tracer> {
  return (await import("#gateway/watch/open-tracer.ts")).openTracer({ ...tracing, log });
}

async function verifierOf(
  jwt: NonNullable<GatewayConfig["jwt"]>,
  policies: GatewayConfig["policies"],
  log: Log,
): Promise<VerifyToken> {
  const { keysFromUrl, tokenVerifier } = await import("#gateway/plugins/identity.ts");
  const isDeciding = Object.keys(policies).length > 0;
  const policiesOf = isDeciding ? policiesByClaims(policies) : undefined;
  // Left out it is anybody, and not who signs this platform's own tokens.
  const { issuer } = jwt;
  return tokenVerifier(keysFromUrl(jwt.jwksUrl), clock, { ...jwt, issuer, policiesOf }, log);
}

async function rateLimitsOf(options: InsideOptions, redis: OptionalRedis | undefined): Promise<RateLimits | undefined> {
  const { settings, group, log } = options;
  const { rateLimits, redis: named } = settings.config;
  const { requests, costs, fields, keysMax, share } = rateLimits;
  if (requests.length + costs.length + fields.length === 0) return undefined;
  const { createRateLimits } = await import("#gateway/plugins/rate-limits.ts");
  return createRateLimits({ requests, costs, fields, keysMax, share: await sharing(), clock, log });

  async function sharing() {
    if (share === "redis" && redis)
      return (await import("#gateway/rate-limit/shared-by-redis.ts")).sharedByRedis(redis.client, named!.keyPrefix);
    return group && (await import("#gateway/rate-limit/shared-by-workers.ts")).sharedByWorkers(group);
  }
}

/** Where no limit asks for keys none is read. */
async function apiKeyReaderOf(rateLimits: GatewayConfig["rateLimits"]): Promise<GatewayOptions["apiKeyOf"]> {
  if (!countsApiKeys(rateLimits)) return undefined;
  const { apiKeys } = await import("#gateway/rate-limit/api-keys.ts");
  return apiKeys({ header: rateLimits.apiKeyHeader.toLowerCase(), hashes: rateLimits.apiKeys });
}

async function persistedOf(
  { settings, log }: InsideOptions,
  redis: OptionalRedis | undefined,
): Promise<PersistedOperations | undefined> {
  const { introspection, limits, config } = settings;
  const { manifests, safelist, requireId, automatic, keptSeconds } = config.persistedOperations;
  if (manifests.length === 0 && safelist === "off" && automatic === "off") return undefined;
  const { createPersistedOperations } = await import("#gateway/plugins/persisted-operations.ts");
  try {
    return createPersistedOperations({
      ...{ safelist, requireId, introspection, clock, log },
      manifests: manifests.map((file) => ({ file, text: readFileSync(file, "utf8") })),
      automatic: automatic === "off" ? undefined : store(),
      parse: (text) => parseWithinLimits(text, limits),
    });
  } catch (error) {
    throw new PlatformStartError({
      message: `A manifest cannot be used: ${(error as Error).message}`,
      remedy: "Name files in Apollo's manifest format: persistedOperations.manifests.",
    });
  }

  function store() {
    const local = localDocumentStore();
    if (automatic !== "redis" || !redis) return local;
    return redisDocumentStore({ redis, local, keyPrefix: `${config.redis!.keyPrefix}documents:`, keptSeconds });
  }
}

interface Kept {
  readonly cache: AnswerCache;
  close(): void;
}

async function keptOf(
  { settings, metrics, log }: InsideOptions,
  redis: OptionalRedis | undefined,
  events: EventSource | undefined,
): Promise<Kept | undefined> {
  const { cache, redis: named } = settings.config;
  const { entriesMax, bytesMax, valueBytesMax, staleSeconds, keptSecondsMax, entities, topic } = cache;
  if (cache.store === "off") return undefined;
  const store = await open();
  const rest = { staleSeconds, valueBytesMax, entities, metrics };
  if (topic === undefined || !events) return { cache: { store, ...rest }, close: () => {} };
  const { dropByTopic } = await import("#gateway/cache/drop-by-topic.ts");
  const dropped = dropByTopic({ store, source: events, topic, metrics, log });
  return { cache: { store: dropped.store, ...rest }, close: dropped.close };

  async function open(): Promise<CacheStore> {
    if (cache.store === "redis" && redis) {
      const { redisCacheStore } = await import("#gateway/cache/redis-store.ts");
      const keyPrefix = `${named!.keyPrefix}cache:`;
      return redisCacheStore({ redis, keyPrefix, entryMsMax: keptSecondsMax * 1_000, clock });
    }
    const { localCacheStore } = await import("#gateway/cache/store.ts");
    return localCacheStore(clock, { entriesMax, bytesMax, tagsMax: entriesMax });
  }
}

/** Its own connection: one that listens can do nothing else. */
async function eventsOf({ settings: { config }, log }: InsideOptions): Promise<EventSource | undefined> {
  const isListening = Object.keys(config.subscriptions.topics).length > 0 || config.cache.topic !== undefined;
  if (!isListening) return undefined;
  if (!config.redis)
    throw new PlatformStartError({
      message: "subscriptions.topics or cache.topic names topics, and nothing says where they are.",
      remedy: "Name the Redis by which events come: redis.url.",
    });
  const { redisEvents } = await import("#gateway/subscriptions/redis-events.ts");
  return redisEvents({ ...config.redis, log });
}

function withoutFederation2(file: string): PlatformStartError {
  return new PlatformStartError({
    message: `planner: the native planner takes supergraphs of Federation 2, and ${file} is one of Federation 1.`,
    remedy: 'Compose it with Federation 2, or choose the other planner: planner: "apollo".',
  });
}

function limitsOf({ config }: GatewaySettings, name: string): ReturnType<NonNullable<GatewayOptions["limitsOf"]>> {
  const { queryMsMax, mutationMsMax } = config.subgraphs[name] ?? {};
  return {
    ...(queryMsMax === undefined ? {} : { subgraphQueryMsMax: queryMsMax }),
    ...(mutationMsMax === undefined ? {} : { subgraphMutationMsMax: mutationMsMax }),
  };
}

function shareBreakersIn(group: WorkerGroup): NonNullable<GatewayOptions["shareBreaker"]> {
  const breakers = new Map<string, Breaker>();
  const tell = shareBreakers(group, (subgraph) => breakers.get(subgraph));
  return (subgraph, breaker) => {
    breakers.set(subgraph, breaker);
    return (state) => tell(subgraph, state);
  };
}
