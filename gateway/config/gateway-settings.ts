import { z } from "zod";
import { addressRanges, httpUrl, origins } from "./address-kinds.ts";
import {
  answerHeaderNames,
  forwardedHeaderNames,
  headerNames,
  headersOfAnswers,
  headersOfCalls,
} from "./header-kinds.ts";
import { limitSettings } from "./limit-settings.ts";
import { rateLimitSettings } from "./rate-limit-settings.ts";
import {
  byDefault,
  byName,
  COUNT,
  flag,
  group,
  groupByDefault,
  needed,
  number,
  numbersByName,
  oneOf,
  optional,
  percentsByName,
  SECONDS,
  signatureAlgorithms,
  text,
  textOrTexts,
  texts,
  textsByName,
  wholeNumber,
} from "./setting.ts";

const PORT = wholeNumber(1, 65_535);
const MS = wholeNumber(0, 3_600_000);
const CALL_MS = wholeNumber(1, 3_600_000);

/** What a person who starts a gateway may decide. */
export const gatewaySettings = group({
  supergraph: optional(text, {
    meaning: "file of the composed schema; `--supergraph` comes first",
    fallback: "`--supergraph`",
  }),
  workers: optional(wholeNumber(1, 256), {
    meaning: "processes that serve the port; 1 serves it in the first process; `--workers` comes first",
    fallback: "one for each core",
  }),
  server: groupByDefault({
    port: optional(PORT, { meaning: "port of the gateway; `--port` comes first", fallback: "`AGORA_PORT`, 4000" }),
    host: optional(text, { meaning: "address it listens on", fallback: "`AGORA_HOST`, 127.0.0.1" }),
    trustedProxies: byDefault(addressRanges, [], {
      meaning: "addresses and ranges (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is believed",
    }),
  }),
  tls: group({
    keyFile: needed(text, { meaning: "the private key, PEM" }),
    certFile: needed(text, {
      meaning: "the certificate and those it stands on, PEM; both files are read again as they change",
    }),
    http2: byDefault(flag, true, { meaning: "HTTP/2 for clients that offer it; the others speak HTTP/1.1" }),
  }).optional(),
  cors: groupByDefault({
    origins: optional(origins, {
      meaning:
        "origins of pages that may read answers and open websockets, and send and read the headers of `headers`; `*` for all",
      fallback: "`AGORA_CORS_ORIGINS`, none",
    }),
  }),
  introspection: optional(flag, {
    meaning: "clients may ask for the schema",
    fallback: "`false`; `true` with `AGORA_ENV=development`",
  }),
  explorers: optional(flag, {
    meaning: "pages to try the API in, at /explorer and /sandbox",
    fallback: "`false`; `true` with `AGORA_ENV=development`",
  }),
  subgraphs: byName(
    group({
      url: optional(httpUrl, {
        meaning: "where it answers; `--route` comes first",
        fallback: "the supergraph's",
        isSecret: true,
      }),
      queryMsMax: optional(CALL_MS, {
        unit: "ms",
        meaning: "one call of a query",
        fallback: "`limits.subgraphQueryMsMax`",
      }),
      mutationMsMax: optional(CALL_MS, {
        unit: "ms",
        meaning: "one call of a mutation",
        fallback: "`limits.subgraphMutationMsMax`",
      }),
      headers: groupByDefault({
        forward: byDefault(forwardedHeaderNames, [], {
          meaning: "headers of clients that go on to this subgraph, beside those for all",
        }),
        set: byDefault(headersOfCalls, {}, { meaning: "headers that each of its calls has", isSecret: true }),
        remove: byDefault(headerNames, [], { meaning: "headers that do not go to this subgraph" }),
      }),
    }),
  ),
  headers: groupByDefault({
    toSubgraphs: groupByDefault({
      forward: byDefault(forwardedHeaderNames, ["authorization"], {
        meaning: "headers of clients that go on to subgraphs",
      }),
      set: byDefault(headersOfCalls, {}, { meaning: "headers that each call of a subgraph has", isSecret: true }),
      remove: byDefault(headerNames, [], { meaning: "headers that go to no subgraph" }),
    }),
    toClients: groupByDefault({
      forward: byDefault(answerHeaderNames, [], {
        meaning:
          "headers of subgraphs' answers that go on to the client; where several have one, it gets all values; of an answer in parts, those that are known at the first. No answer over HTTP is kept then (`cache.store`): each is its client's alone",
      }),
      set: byDefault(headersOfAnswers, {}, { meaning: "headers that each answer has", isSecret: true }),
    }),
  }),
  errors: groupByDefault({
    extensions: byDefault(texts, [], {
      meaning:
        "members of `extensions` in subgraphs' errors that go on to clients, beside `code`, `argument`, `limit`, `value`, `cost`, `retryAfterSeconds` and `retryable`; of an error without a code of its own nothing goes on",
    }),
  }),
  jwt: group({
    jwksUrl: needed(httpUrl, { meaning: "the issuer's public keys (RFC 7517)", isSecret: true }),
    issuer: optional(textOrTexts, { meaning: "who may have signed a token", fallback: "anybody with one of the keys" }),
    audience: optional(textOrTexts, { meaning: "whom a token must be for", fallback: "anybody" }),
    algorithms: byDefault(signatureAlgorithms, ["EdDSA", "RS256"], {
      meaning: "asymmetric signatures that are accepted",
    }),
    subjectClaim: byDefault(text, "sub", { meaning: "the claim that says who asks" }),
    scopesClaim: byDefault(text, "scope", {
      meaning: "the claim with the scopes of @requiresScopes: words, or a list",
    }),
    sessionClaim: byDefault(text, "sid", { meaning: "the claim that names the session" }),
    lengthMax: byDefault(COUNT, 4_096, { unit: "characters", meaning: "longer tokens are not looked at" }),
    keptMax: byDefault(COUNT, 10_000, {
      meaning: "tokens that are checked once and then known until they end",
      sharing: "each worker by itself",
    }),
  }).optional(),
  policies: byName(
    group({
      claim: needed(textOrTexts, {
        meaning:
          'the claim of the token that decides about `@policy` of this name, or the names on the way to it: `["realm_access", "roles"]`',
      }),
      equals: optional(textOrTexts, {
        meaning: "the policy holds where the claim is this, or one of these; numbers and booleans as JSON writes them",
        fallback: "whatever it is",
      }),
      contains: optional(textOrTexts, {
        meaning: "the policy holds where an item of the claim, or one of its words, is this, or one of these",
        fallback: "whatever it has",
      }),
    }),
  ),
  signing: groupByDefault({
    on: byDefault(flag, true, { meaning: "calls of subgraphs carry `agora-identity`: who asks, signed" }),
  }),
  limits: limitSettings,
  loadShedding: byDefault(flag, true, {
    meaning: "operations beyond what can be served are refused at once (503 with `Retry-After`) instead of served late",
    sharing: "each worker by itself",
  }),
  costMaxByClient: byDefault(
    numbersByName,
    {},
    {
      meaning: "instead of `limits.costMax`, by the name that a client's program gives itself",
    },
  ),
  persistedOperations: groupByDefault({
    manifests: byDefault(texts, [], { meaning: "files in Apollo's manifest format; read again as they change" }),
    safelist: byDefault(oneOf("off", "log", "enforce"), "off", {
      meaning: "what becomes of an operation that no manifest has: it runs, runs and is logged, or is refused",
    }),
    requireId: byDefault(flag, false, {
      meaning:
        "with a safelist: operations of a manifest are taken by their id only, a text counts as one that no manifest has",
    }),
    automatic: byDefault(oneOf("off", "memory", "redis"), "memory", {
      meaning:
        "where documents are kept that clients persist on their own (APQ); Redis is shared by all gateways on it",
      sharing: "each worker by itself",
    }),
    keptSeconds: byDefault(SECONDS, 86_400, { unit: "s", meaning: "how long Redis keeps such a document" }),
  }),
  rateLimits: rateLimitSettings,
  redis: group({
    url: needed(text, {
      meaning: "redis://… or rediss://…; without it, or while it is away, every gateway is on its own",
      isSecret: true,
    }),
    keyPrefix: byDefault(text, "agora:", { meaning: "before each key" }),
  }).optional(),
  subscriptions: groupByDefault({
    topics: byDefault(
      textsByName,
      {},
      {
        meaning:
          "fields that stream by pub/sub of `redis` and not from their subgraph: `Subscription.orderChanged` by the topic `orders.{args.id}`, or with `{caller.subject}` in it",
      },
    ),
  }),
  cache: groupByDefault({
    store: byDefault(oneOf("off", "memory", "redis"), "off", {
      meaning:
        "where answers are kept that @cacheControl allows to keep, and told to caches between by `Cache-Control`; Redis is shared by all gateways on it; with `headers.toClients.forward` no answer over HTTP is kept",
      sharing: "each worker by itself",
    }),
    entities: byDefault(flag, true, {
      meaning: "beside whole answers what subgraphs say is kept: entities each by itself, and what root fields give",
    }),
    topic: optional(text, {
      meaning:
        'topic of `redis` (SPUBLISH) whose messages drop what is kept: tags as JSON, `["Product:p1", "Product:?"]`; see “What is kept”',
      fallback: "answers live as long as their `maxAge`",
    }),
    bytesMax: byDefault(COUNT, 64 * 1024 * 1024, {
      unit: "bytes",
      meaning: "of all that is kept in memory",
      sharing: "each worker by itself",
    }),
    entriesMax: byDefault(COUNT, 100_000, {
      meaning: "answers that are kept in memory",
      sharing: "each worker by itself",
    }),
    valueBytesMax: byDefault(COUNT, 256 * 1024, { unit: "bytes", meaning: "larger answers are not kept" }),
    keptSecondsMax: byDefault(SECONDS, 86_400, {
      unit: "s",
      meaning: "Redis keeps no answer longer, whatever it says",
    }),
    staleSeconds: byDefault(wholeNumber(0, 86_400), 0, {
      unit: "s",
      meaning: "so long after its time an answer is still given, while a new one is made",
    }),
  }),
  metrics: groupByDefault({
    on: byDefault(flag, true, { meaning: "operations, calls of subgraphs, caches and refusals are counted" }),
    port: optional(PORT, { meaning: "port of `/metrics` (Prometheus), of all workers as one", fallback: "not served" }),
    host: byDefault(text, "127.0.0.1", { meaning: "address it listens on" }),
    operationNamesMax: byDefault(COUNT, 500, { meaning: "names of operations that are counted apart" }),
    clientNamesMax: byDefault(COUNT, 100, { meaning: "names of clients that are counted apart" }),
    clientVersionsMax: byDefault(COUNT, 100, { meaning: "versions of clients that are counted apart" }),
  }),
  tracing: group({
    url: needed(httpUrl, {
      meaning: "the collector, OTLP over HTTP: `http://collector:4318/v1/traces`",
      isSecret: true,
    }),
    serviceName: byDefault(text, "gateway", { meaning: "the name in traces" }),
    keptRatio: byDefault(number(0, 1), 0.01, {
      meaning: "the part of traces that is kept, where no caller has decided it",
    }),
    parentsFrom: byDefault(oneOf("trusted peers", "anyone", "nobody"), "trusted peers", {
      meaning:
        "whose `traceparent` is believed; trusted are `server.trustedProxies`. Subgraphs get one with each call, unless `headers…remove` names it",
    }),
  }).optional(),
  accessLog: byDefault(flag, true, { meaning: "a line of JSON for each operation" }),
  drain: groupByDefault({
    noticeMs: byDefault(MS, 3_000, {
      unit: "ms",
      meaning: "after SIGTERM it says for so long that it is not ready and serves on: load balancers take their time",
    }),
  }),
  reload: groupByDefault({
    watch: byDefault(flag, true, { meaning: "files are watched; without it SIGHUP alone reads them again" }),
    settleMs: byDefault(MS, 200, {
      unit: "ms",
      meaning: "a file that changed is read when it has not changed for so long",
    }),
    pollMs: byDefault(wholeNumber(1, 3_600_000), 5_000, {
      unit: "ms",
      meaning: "how often files are looked at where no news of them comes",
    }),
  }),
  overrideLabels: byDefault(
    percentsByName,
    {},
    {
      meaning: "labels of @override: for how many of a hundred requests each is on; `percent(N)` needs no setting",
    },
  ),
  planner: byDefault(oneOf("apollo", "native"), "apollo", {
    meaning: "what plans: @apollo/query-planner, or the native planner, where it is installed",
  }),
  engine: optional(oneOf("own", "apollo"), {
    meaning: "what runs queries and mutations: this gateway, or @apollo/gateway",
    fallback: "`AGORA_GATEWAY`, `own`",
  }),
  defer: byDefault(flag, true, { meaning: "clients may ask for answers in parts (@defer)" }),
});

/** As a person writes them. */
export type GatewayConfigInput = z.input<typeof gatewaySettings>;
/** With every default. */
export type GatewayConfig = z.output<typeof gatewaySettings>;
