import type { GraphQLScalarType } from "graphql";
import type { Clock } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import type { GuardLimits, ShareBreaker } from "./execution/guard.ts";
import type { AnswerCache, GraphSource } from "./graph.ts";
import type { GatewayLimits } from "./limits.ts";
import type { ClientHeaders } from "./operation.ts";
import type { Policies } from "./plugins/access.ts";
import type { PreferencesOf, ShopChoices } from "./plugins/context.ts";
import type { VerifyToken } from "./plugins/identity.ts";
import type { LabelPercents } from "./plugins/override-labels.ts";
import type { PersistedOperations } from "./plugins/persisted-operations.ts";
import type { RateLimits } from "./plugins/rate-limits.ts";
import type { PlannerName } from "./planning/open-planner.ts";
import type { RevocationStream } from "./plugins/revocations.ts";
import type { ApiKey } from "./rate-limit/api-keys.ts";
import type { EventFeeds } from "./subscriptions/fed-by-events.ts";
import type { Metrics } from "./watch/metrics.ts";
import type { Tracer } from "./watch/tracing.ts";

/** What a gateway is made of. */
export interface GatewayOptions extends GraphSource {
  /** Without it nobody is known: access rules refuse, and `forward` lets subgraphs decide. */
  readonly verifyToken?: VerifyToken;
  /** Decides about @policy; without it only `service:NAME` is known, which no client holds. */
  readonly policies?: Policies;
  /** Without it requests have no market, currency and locale. */
  readonly shop?: ShopChoices;
  /** Headers of clients that go on to subgraphs as they came, in lower case. */
  readonly forward?: readonly string[];
  /** Headers of subgraphs' answers that go on to clients over HTTP, in lower case. Answers are neither shared nor kept then. */
  readonly answerHeaders?: readonly string[];
  /** Without it everybody has the shop's defaults. */
  readonly preferencesOf?: PreferencesOf;
  /** Without it a session ends with its token only. */
  readonly revocations?: RevocationStream;
  readonly introspection: boolean;
  /** Members of `extensions` in subgraphs' errors that go on to clients, beside those that are documented for all. */
  readonly errorExtensions?: readonly string[];
  /** Of the graph, those whose input is read here as its subgraphs read it; any other passes as it came. */
  readonly scalars?: readonly GraphQLScalarType[];
  /** What runs queries and mutations: our own core, or @apollo/gateway. */
  readonly engine?: "own" | "apollo";
  /** What plans: @apollo/query-planner, or the native planner. */
  readonly planner?: PlannerName;
  /** For how many of a hundred requests each label of @override is on; `percent(N)` says so itself. */
  readonly labelPercents?: LabelPercents;
  /** Whether clients may ask for answers in parts (@defer): on, with our own core. */
  readonly defer?: boolean;
  readonly limits?: Partial<GatewayLimits>;
  /** By the name that a client's program gives itself, instead of `limits.costMax`. */
  readonly costMaxByClient?: ReadonlyMap<string, number>;
  readonly rateLimits?: RateLimits;
  /** Reads the API keys by which rates are limited; without it there are none. */
  readonly apiKeyOf?: (headers: ClientHeaders) => ApiKey | undefined;
  /** Without it operations come as text only. */
  readonly persisted?: PersistedOperations;
  /** Where answers are kept that @cacheControl allows to keep, whole and in parts; without it none are. */
  readonly cache?: AnswerCache;
  /** Subscriptions that come by pub/sub. */
  readonly feeds?: EventFeeds;
  readonly metrics?: Metrics;
  /** Without it nobody traces. */
  readonly tracer?: Tracer;
  /** Where a subgraph has other limits than the rest. */
  readonly limitsOf?: (subgraph: string) => Partial<GuardLimits>;
  /** Where several processes call the same subgraphs. */
  readonly shareBreaker?: ShareBreaker;
  readonly clock: Clock;
  readonly log: Log;
}
