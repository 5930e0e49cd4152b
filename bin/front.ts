import { once } from "node:events";
import { randomUUID } from "node:crypto";
import type { JSONWebKeySet } from "jose";
import { createGateway } from "#gateway/gateway.ts";
import { canSharePort } from "#gateway/http/acceptors.ts";
import type { Forward } from "#gateway/http/forward.ts";
import { tokenVerifier } from "#gateway/plugins/identity.ts";
import { createRateLimits } from "#gateway/plugins/rate-limits.ts";
import { createServer } from "#gateway/server.ts";
import { createMetrics } from "#gateway/watch/metrics.ts";
import type { Tracer } from "#gateway/watch/tracing.ts";
import { backgroundScope } from "#kernel/ask.ts";
import { systemClock } from "#kernel/clock.ts";
import type { SubgraphExecutor, SubgraphRequest } from "#kernel/executor.ts";
import { serviceCaller } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import { scalars } from "#kernel/scalars.ts";
import type { Route } from "#kernel/subgraph.ts";
import { type AnswerCacheOptions, openAnswerCache } from "./answer-cache.ts";
import type { Config } from "./config.ts";
import type { Running } from "./entry.ts";
import { shop } from "./shop.ts";

export interface FrontOptions {
  readonly config: Config;
  readonly log: Log;
  readonly supergraphSdl: string;
  executorOf(name: string): SubgraphExecutor;
  /** Plain routes of the subgraphs in this process; in separate services they are forwarded instead. */
  readonly routes: readonly Route[];
  readonly forwards: readonly Forward[];
  /** By which subgraphs say what changed; without it no answers are kept. */
  readonly bus?: Pick<AnswerCacheOptions, "connection" | "signals">;
  /** The public keys of access tokens. */
  keys(): Promise<JSONWebKeySet>;
  isReady(): Promise<boolean>;
}

/** In this process: it is the only one that lets clients in. */
const COUNTING = { costs: [], keysMax: 100_000, clock: systemClock };

/** The gateway on the public port, the same in both shapes: what it needs to know of users is asked here. */
export async function startFront(options: FrontOptions): Promise<Running> {
  const { config, log, supergraphSdl, executorOf, keys, bus } = options;
  const tracer = await tracerOf(config, log);
  const metrics = createMetrics();
  const kept = bus && config.cache === "memory" ? openAnswerCache({ ...bus, metrics, log }) : undefined;
  const gateway = await createGateway({
    supergraphSdl,
    executors: executorOf,
    verifyToken: tokenVerifier(keys, systemClock, {}, log),
    shop: { market: shop.country, currencies: shop.currencies, locales: shop.locales },
    preferencesOf: (subject, signal) => preferencesOf(executorOf("users"), subject, signal),
    revocations: (signal) => revokedSessions(executorOf("users"), signal),
    introspection: !config.production,
    scalars: Object.values(scalars),
    engine: config.gateway,
    rateLimits: config.rateLimits && createRateLimits({ ...config.rateLimits, ...COUNTING, log }),
    metrics,
    tracer,
    cache: kept?.cache,
    clock: systemClock,
    log,
  });
  const { server, stop } = createServer({
    gateway,
    routes: options.routes,
    forwards: options.forwards,
    isReady: options.isReady,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    explorers: !config.production,
    log,
  });
  const { port, host } = config;
  server.listen({ port, host, backlog: gateway.limits.connectionsWaitingMax, reusePort: canSharePort });
  await once(server, "listening");
  return {
    stop: async () => {
      await stop();
      await gateway.close();
      await tracer?.close();
      await kept?.close();
    },
  };
}

/** What a client says of its trace is believed from a proxy of ours only: kept traces cost. */
async function tracerOf(
  { tracingUrl: url, tracingKeptRatio: keptRatio }: Config,
  log: Log,
): Promise<Tracer | undefined> {
  if (!url) return undefined;
  const { openTracer } = await import("#gateway/watch/open-tracer.ts");
  return openTracer({ url, keptRatio, serviceName: "agora-gateway", parentsFrom: "trusted peers", log });
}

const PREFERENCES = `query Preferences($id: ID!) { userPreferences(userId: $id) { currency locale } }`;
const REVOKED = `subscription Revoked { sessionsRevoked { sessionIds } }`;

async function preferencesOf(users: SubgraphExecutor, subject: string, signal: AbortSignal) {
  if (!subject.startsWith("usr_")) return undefined;
  const { data } = await users.execute(asGateway(PREFERENCES, { id: subject }, signal));
  return data?.userPreferences ?? undefined;
}

async function* revokedSessions(users: SubgraphExecutor, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  const stream = await users.subscribe(asGateway(REVOKED, {}, signal));
  if (!(Symbol.asyncIterator in stream)) throw new Error(stream.errors?.[0]?.message ?? "refused");
  signal.addEventListener("abort", () => void stream.return?.());
  for await (const { data } of stream) if (data) yield data.sessionsRevoked.sessionIds;
}

function asGateway(document: string, variables: Record<string, unknown>, signal: AbortSignal): SubgraphRequest {
  const context = { market: shop.country, currency: shop.currencies[0]!, locale: shop.locales[0]! };
  return { ...backgroundScope(randomUUID(), context), caller: serviceCaller("gateway"), document, variables, signal };
}
