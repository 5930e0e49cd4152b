import { type FormattedExecutionResult, GraphQLError, OperationTypeNode } from "graphql";
import type { Clock } from "#kernel/clock.ts";
import { unauthenticated } from "#kernel/errors.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { type Caller, nobody, type RequestContext } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import { createAdmission } from "./admission.ts";
import type { EngineRequest } from "./execution/engine.ts";
import { guarded, type GuardLimits, type ShareBreaker } from "./execution/guard.ts";
import { keptOrMadeBy } from "./cache/kept-or-made.ts";
import type { MakeAnswer } from "./cache/response-cache.ts";
import type { AnswerCache, Graph, GraphSource } from "./graph.ts";
import { type Entered, openGraphs } from "./graphs.ts";
import { type Answer, completeAnswer } from "./http/answer.ts";
import type { Accepted } from "./http/negotiate.ts";
import { payloadStream } from "./http/payload-stream.ts";
import type { OperationRequest } from "./http/read-request.ts";
import { eventsNotAccepted, mutationOverGet, type Refusal } from "./http/refusal.ts";
import { type GatewayLimits, LIMITS } from "./limits.ts";
import { type Answered, type Client, type ClientHeaders, type Operation, type Outcome } from "./operation.ts";
import type { Policies } from "./plugins/access.ts";
import { hearHeaders } from "./plugins/answer-headers.ts";
import { callerOf } from "./plugins/bearer.ts";
import { type PreferencesOf, requestContexts, type ShopChoices } from "./plugins/context.ts";
import type { VerifyToken } from "./plugins/identity.ts";
import type { LabelPercents } from "./plugins/override-labels.ts";
import type { PersistedOperations } from "./plugins/persisted-operations.ts";
import type { RateLimits } from "./plugins/rate-limits.ts";
import type { PlannerName } from "./planning/open-planner.ts";
import { settleCost } from "./rate-limit/settle-cost.ts";
import { followRevocations, type RevocationStream } from "./plugins/revocations.ts";
import { type Identified, identityOf, type Share, type Shared, sharedAnswers } from "./shared-answers.ts";
import type { EventFeeds } from "./subscriptions/fed-by-events.ts";
import { createSubscriptions } from "./subscriptions/subscriptions.ts";
import type { Metrics } from "./watch/metrics.ts";
import { TRACE_HEADERS, type Tracer } from "./watch/tracing.ts";

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

export interface Gateway {
  readonly limits: GatewayLimits;
  readonly metrics: Metrics | undefined;
  readonly tracer: Tracer | undefined;
  /** Throws UNAUTHENTICATED for a token that does not hold. It is verified here and nowhere else. */
  identify(headers: ClientHeaders): Promise<Caller>;
  /** Throws BAD_USER_INPUT for a currency the shop does not know. */
  contextOf(headers: ClientHeaders, caller: Caller): Promise<RequestContext>;
  /** What goes on to subgraphs of the client's headers: name, value, name, value … */
  forwardedOf(headers: ClientHeaders): readonly string[];
  /** By what the answer to a request, as it came, is known to all who ask the same meanwhile and may have the same. */
  shareKeyOf(source: string, client: Identified): string;
  /** The answer on its way to the same request, before any more is known of this one; undefined where there is none to share. */
  join(shareKey: string, accepted: Accepted): Shared<Answered<Answer>> | undefined;
  /** By the rules of HTTP: in parts and events only where `accepted` has a format for them. */
  answer(operation: OperationRequest, accepted: Accepted, client: Client, share?: Share): Promise<Answered<Answer>>;
  /** For transports without such rules: a subscription, or an answer in parts, is a stream. */
  run(operation: Operation, client: Client): Promise<Answered<Outcome>>;
  /** Calls back when the session ends before its token does; returns the function that ends the listening. */
  onRevoked(session: string, listener: () => void): () => void;
  /** Serves another graph from now on; what runs ends on its own. Rejects a graph that cannot be served: the old one stays. */
  reload(source: GraphSource): Promise<void>;
  close(): Promise<void>;
}

/** The whole way of an operation: who asks, how it is read, limits, validity, access, plan, subgraphs, answer. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { introspection, clock, log, metrics, tracer, rateLimits, shareBreaker } = options;
  const forward = (options.forward ?? []).filter((name) => !tracer || !TRACE_HEADERS.includes(name));
  const answerHeaders = options.answerHeaders?.length ? options.answerHeaders : undefined;
  const limits = { ...LIMITS, ...options.limits };
  const revocations = followRevocations(options.revocations, limits.revokedSessionsMax, log);
  const contexts = options.shop ? requestContexts({ ...options, shop: options.shop, limits }) : undefined;
  /** By what they guard: a breaker outlives the graph that it was made for. */
  const guards = new WeakMap<SubgraphExecutor, SubgraphExecutor>();
  const guard = (name: string, executor: SubgraphExecutor): SubgraphExecutor => {
    const guarding = { limits: { ...limits, ...options.limitsOf?.(name) }, clock, log, metrics, shareBreaker };
    const known = guards.get(executor) ?? guarded(name, executor, guarding);
    guards.set(executor, known);
    return known;
  };
  const { engine, planner, labelPercents, defer, policies, cache, feeds } = options;
  const graphs = await openGraphs(options, {
    ...{ engine, planner, labelPercents, defer, policies, cache, feeds, introspection, limits, guard, clock, log },
  });
  const { subscribe, close: endSubscriptions } = createSubscriptions({ graphs, limits, tracer, live: metrics?.live });
  const admit = createAdmission({
    ...{ limits, introspection, log, rateLimits, persisted: options.persisted },
    costMaxByClient: options.costMaxByClient ?? new Map(),
  });
  const keptOrMade = keptOrMadeBy({
    ...{ forward, hasShop: options.shop !== undefined, metrics, clock },
    differsByClient: options.persisted?.differsByClient === true,
  });
  const shared = sharedAnswers<Answered<Answer>>();

  const ran = ({ ast, scope }: EngineRequest) => {
    if (ast.operation === OperationTypeNode.MUTATION) contexts?.forget(scope.caller.subject);
  };
  const execute = async (
    { engine, costs }: Graph,
    request: EngineRequest,
    { extensions }: Operation,
  ): Promise<FormattedExecutionResult> => {
    const { data, errors } = await engine.execute(request);
    const { prepared, ast, variables, scope } = request;
    const { mask, facts } = scope;
    ran(request);
    const result = errors ? { errors: errors.map(mask), data } : { data };
    const isTold = extensions?.cost === true;
    if (!isTold && !rateLimits?.hasCosts) return result;
    const actual = costs.actual(prepared.document, ast, variables, data);
    // What failed, or was given up, was work all the same.
    if (!errors?.length && !scope.signal.aborted) facts.actualCost = actual;
    return isTold ? { ...result, extensions: { cost: { estimated: facts.cost, actual } } } : result;
  };

  /** Undefined where nothing is deferred. The graph stays open until the last part is out. */
  const executeInParts = async (graph: Entered, request: EngineRequest) => {
    const parts = await graph.engine.executeIncrementally?.(request);
    if (!parts) return undefined;
    ran(request);
    graphs.enter(graph);
    void parts.ended.then(() => graphs.leave(graph));
    return parts;
  };

  /** A subscription that cannot be planned is told why, as a query is. */
  const open = async (graph: Graph, request: EngineRequest): Promise<Outcome> => {
    try {
      return await subscribe(graph, request);
    } catch (error) {
      if (error instanceof GraphQLError) return { data: null, errors: [request.scope.mask(error)] };
      throw error;
    }
  };

  /** Such an answer is its client's alone: a header may be a cookie. */
  const withHeaders = async (
    graph: Graph,
    request: EngineRequest,
    operation: Operation,
    names: readonly string[],
  ): Promise<Answer> => {
    const { hear, heard } = hearHeaders(names);
    const result = await execute(graph, { ...request, scope: { ...request.scope, hearHeaders: hear } }, operation);
    return { ...completeAnswer(result), headers: heard };
  };

  const answerOn = async (
    graph: Entered,
    operation: OperationRequest,
    accepted: Accepted,
    client: Client,
    share: Share | undefined,
  ): Promise<Answered<Answer>> => {
    const admitted = await admit(graph, operation, client);
    const { mask, facts, request } = admitted;
    if (!request) {
      const answer = completeAnswer({ errors: admitted.errors.map(mask) });
      return { facts, answer: admitted.status ? { ...answer, status: admitted.status } : answer };
    }
    const refused = (refusal: Refusal): Answered<Answer> => {
      facts.errorCodes.add(refusal.code);
      return { facts, answer: { kind: "refused", refusal } };
    };
    const { operation: kind } = request.ast;
    if (kind === OperationTypeNode.MUTATION && operation.isReadOnly) return refused(mutationOverGet());
    const parts =
      accepted.parts && kind !== OperationTypeNode.SUBSCRIPTION ? await executeInParts(graph, request) : undefined;
    if (parts) {
      const isOver = parts.pending.length === 0;
      return {
        facts,
        answer: isOver ? completeAnswer(parts.first) : { kind: "parts", answer: parts, ended: parts.ended },
      };
    }
    switch (kind) {
      case OperationTypeNode.QUERY: {
        if (answerHeaders) return { facts, answer: await withHeaders(graph, request, operation, answerHeaders) };
        const make: MakeAnswer = (hearKept, signal = client.signal) =>
          execute(graph, { ...request, scope: { ...request.scope, hearKept, signal } }, operation);
        const answer = async (): Promise<Answered<Answer>> => {
          // What an operation costs is told of those that ran.
          const isCosted = operation.extensions?.cost === true;
          const made = isCosted ? completeAnswer(await make()) : await keptOrMade(graph.responses, request, make);
          return { facts, answer: made };
        };
        return share ? shared.of(share, answer) : answer();
      }
      case OperationTypeNode.MUTATION:
        return {
          facts,
          answer: answerHeaders
            ? await withHeaders(graph, request, operation, answerHeaders)
            : completeAnswer(await execute(graph, request, operation)),
        };
      case OperationTypeNode.SUBSCRIPTION: {
        if (!accepted.events) return refused(eventsNotAccepted());
        const events = await open(graph, request);
        const isStream = Symbol.asyncIterator in events;
        return { facts, answer: isStream ? { kind: "events", events } : completeAnswer(events) };
      }
    }
  };

  return {
    ...{ limits, metrics, tracer },
    onRevoked: revocations.onRevoked,
    identify: async (headers) => {
      if (!options.verifyToken) return nobody;
      const caller = await callerOf(headers("authorization"), options.verifyToken);
      if (revocations.isRevoked(caller.session)) throw unauthenticated();
      return caller;
    },
    contextOf: async (headers, caller) => {
      const wishes = { currency: headers("agora-currency"), acceptLanguage: headers("accept-language") };
      return contexts?.contextOf(wishes, caller) ?? NO_CONTEXT;
    },
    forwardedOf: (headers) => {
      const forwarded: string[] = [];
      for (const name of forward) {
        const value = headers(name);
        if (value !== undefined) forwarded.push(name, value);
      }
      return forwarded;
    },

    shareKeyOf: (source, client) => `${graphs.current().generation}\n${source}\n${identityOf(client)}`,
    // Rates are counted for each, and what comes in parts is its client's own.
    join: (shareKey, accepted) => (rateLimits || answerHeaders || accepted.parts ? undefined : shared.join(shareKey)),
    answer: async (operation, accepted, client, share) => {
      const graph = graphs.enter();
      try {
        const answered = await answerOn(graph, operation, accepted, client, share);
        settleCost(rateLimits, answered.facts, client);
        return answered;
      } finally {
        graphs.leave(graph);
      }
    },

    run: async (operation, client) => {
      const graph = graphs.enter();
      try {
        const admitted = await admit(graph, operation, client);
        const { mask, facts, request } = admitted;
        if (!request) return { facts, answer: { errors: admitted.errors.map(mask) } };
        if (request.ast.operation === OperationTypeNode.SUBSCRIPTION)
          return { facts, answer: await open(graph, request) };
        const parts = await executeInParts(graph, request);
        if (!parts) {
          const answer = await execute(graph, request, operation);
          settleCost(rateLimits, facts, client);
          return { facts, answer };
        }
        const faultOf = (error: unknown) => mask(error as Error);
        return { facts, answer: parts.pending.length > 0 ? payloadStream(parts, faultOf) : parts.first };
      } finally {
        graphs.leave(graph);
      }
    },

    reload: graphs.reload,
    close: async () => {
      endSubscriptions();
      revocations.close();
      await graphs.close();
    },
  };
}

const NO_CONTEXT: RequestContext = { market: "", currency: "", locale: "" };
