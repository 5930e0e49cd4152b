import { type FormattedExecutionResult, GraphQLError, OperationTypeNode } from "graphql";
import { unauthenticated } from "#kernel/errors.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { type Caller, nobody, type RequestContext } from "#kernel/identity.ts";
import type { AnswerHeaders } from "#kernel/subgraph.ts";
import { createAdmission } from "./admission.ts";
import { heardParts, type WholeAnswer } from "./demand/heard-parts.ts";
import type { EngineRequest } from "./execution/engine.ts";
import { guarded } from "./execution/guard.ts";
import { keptOrMadeBy } from "./cache/kept-or-made.ts";
import type { MakeAnswer } from "./cache/response-cache.ts";
import type { Graph, GraphSource } from "./graph.ts";
import { type Entered, openGraphs } from "./graphs.ts";
import type { GatewayOptions } from "./gateway-options.ts";
import { type Answer, completeAnswer } from "./http/answer.ts";
import type { Accepted } from "./http/negotiate.ts";
import { payloadStream } from "./http/payload-stream.ts";
import type { OperationRequest } from "./http/read-request.ts";
import { eventsNotAccepted, mutationOverGet, type Refusal } from "./http/refusal.ts";
import { type GatewayLimits, LIMITS } from "./limits.ts";
import type { Answered, Client, ClientHeaders, Operation, Outcome } from "./operation.ts";
import { type HeardHeaders, hearHeaders } from "./plugins/answer-headers.ts";
import { callerOf } from "./plugins/bearer.ts";
import { requestContexts } from "./plugins/context.ts";
import { maskAll } from "./plugins/mask-all.ts";
import type { ApiKey } from "./rate-limit/api-keys.ts";
import { settleCost } from "./rate-limit/settle-cost.ts";
import { followRevocations } from "./plugins/revocations.ts";
import { type Identified, type Share, type Shared, sharedAnswers, shareKeys } from "./shared-answers.ts";
import { createSubscriptions } from "./subscriptions/subscriptions.ts";
import type { Metrics } from "./watch/metrics.ts";
import { TRACE_HEADERS, type Tracer } from "./watch/tracing.ts";

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
  /** By what rates are limited of clients that have a key; undefined without one. */
  apiKeyOf(headers: ClientHeaders): ApiKey | undefined;
  /** By what the answer to a request, as it came, is known to all who ask the same meanwhile and may have the same. */
  shareKeyOf(text: string, accepted: Accepted, client: Identified): string;
  /** The answer on its way to the same request, before any more is known of this one; undefined where there is none to share. */
  join(shareKey: string): Shared<Answered<Answer>> | undefined;
  /**
   * By the rules of HTTP: in parts and events only where `accepted` has a format for them.
   * @param turn nothing is done before it; who asks the same meanwhile shares the answer all the same
   */
  answer(
    operation: OperationRequest,
    accepted: Accepted,
    client: Client,
    share?: Share,
    turn?: Promise<void>,
  ): Promise<Answered<Answer>>;
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
  const { engine, planner, labelPercents, defer, scalars, policies, cache, feeds } = options;
  const graphs = await openGraphs(options, {
    ...{ engine, planner, labelPercents, defer, scalars, policies, cache, feeds },
    ...{ introspection, limits, guard, metrics, clock, log },
  });
  const { subscribe, close: endSubscriptions } = createSubscriptions({ graphs, limits, tracer, live: metrics?.live });
  const admit = createAdmission({
    ...{ limits, introspection, log, rateLimits, persisted: options.persisted },
    errorExtensions: options.errorExtensions,
    costMaxByClient: options.costMaxByClient ?? new Map(),
  });
  const keptOrMade = keptOrMadeBy({
    ...{ forward, hasShop: options.shop !== undefined, metrics, clock },
    differsByClient: options.persisted?.differsByClient === true,
  });
  const shared = sharedAnswers<Answered<Answer>>();
  const keyOf = shareKeys();
  /** Where rates are counted for each, a request is let in by itself before it shares; a header may be a cookie. */
  const isSharedAtOnce = !rateLimits && !answerHeaders;

  const ran = ({ ast, scope }: EngineRequest) => {
    if (ast.operation === OperationTypeNode.MUTATION) contexts?.forget(scope.caller.subject);
  };
  const isCosted = ({ extensions }: Operation) => extensions?.cost === true || rateLimits?.hasCosts === true;
  /** Notes what an answer did cost; returns what is told of it to a client that asks. */
  const noteCost = ({ costs }: Graph, request: EngineRequest, { extensions }: Operation, whole: WholeAnswer) => {
    const { prepared, ast, variables, scope } = request;
    const actual = costs.actual(prepared.document, ast, variables, whole.data);
    // What failed, or was given up, was work all the same.
    if (!whole.hasErrors && !scope.signal.aborted) scope.facts.actualCost = actual;
    return extensions?.cost === true ? { cost: { estimated: scope.facts.cost, actual } } : undefined;
  };
  const execute = async (
    graph: Graph,
    request: EngineRequest,
    operation: Operation,
  ): Promise<FormattedExecutionResult> => {
    const { data, errors } = await graph.engine.execute(request);
    ran(request);
    const result = errors ? { errors: maskAll(errors, request.scope.mask), data } : { data };
    if (!isCosted(operation)) return result;
    const hasErrors = errors !== undefined && errors.length > 0;
    const extensions = noteCost(graph, request, operation, { data, hasErrors });
    return extensions ? { ...result, extensions } : result;
  };

  /** Undefined where nothing is deferred. The graph stays open until the last part is out. */
  const executeInParts = (graph: Entered, request: EngineRequest, operation: Operation) =>
    graph.engine.executeIncrementally?.(request)?.then((parts) => {
      ran(request);
      graphs.enter(graph);
      void parts.ended.then(() => graphs.leave(graph));
      if (!isCosted(operation)) return parts;
      return heardParts(parts, (whole) => noteCost(graph, request, operation, whole));
    });

  /** A subscription that cannot be planned is told why, as a query is. */
  const open = async (graph: Graph, request: EngineRequest): Promise<Outcome> => {
    try {
      return await subscribe(graph, request);
    } catch (error) {
      if (error instanceof GraphQLError) return { data: null, errors: [request.scope.mask(error)] };
      throw error;
    }
  };

  const answerOn = async (
    graph: Entered,
    operation: OperationRequest,
    accepted: Accepted,
    client: Client,
    share: Share | undefined,
    decline: () => void,
  ): Promise<Answered<Answer>> => {
    const admitted = await admit(graph, operation, client);
    const { mask, facts } = admitted;
    if (admitted.request?.ast.operation !== OperationTypeNode.QUERY) decline();
    if (!admitted.request) {
      const answer = completeAnswer({ errors: maskAll(admitted.errors, mask) });
      return { facts, answer: admitted.status ? { ...answer, status: admitted.status } : answer };
    }
    const refused = (refusal: Refusal): Answered<Answer> => {
      facts.errorCodes.add(refusal.code);
      return { facts, answer: { kind: "refused", refusal } };
    };
    const { operation: kind } = admitted.request.ast;
    // Such an answer is its client's alone: a header may be a cookie. Events are no answer with a head.
    const isHeard = answerHeaders !== undefined && kind !== OperationTypeNode.SUBSCRIPTION;
    const { hear, heard } = isHeard ? hearHeaders(answerHeaders) : NOT_HEARD;
    const request = hear ? heardBy(hear, admitted.request) : admitted.request;
    if (kind === OperationTypeNode.MUTATION && operation.isReadOnly) return refused(mutationOverGet());
    const inParts =
      accepted.parts && kind !== OperationTypeNode.SUBSCRIPTION && executeInParts(graph, request, operation);
    if (inParts) {
      decline();
      const parts = await inParts;
      const { ended } = parts;
      if (parts.pending.length === 0) return { facts, answer: whole(parts.first, heard) };
      void ended.then(() => settleCost(rateLimits, facts, client));
      return { facts, answer: { kind: "parts", answer: parts, ended, headers: heard } };
    }
    switch (kind) {
      case OperationTypeNode.QUERY: {
        if (heard) return { facts, answer: whole(await execute(graph, request, operation), heard) };
        const make: MakeAnswer = (takesKept, signal = client.signal) =>
          execute(graph, { ...request, scope: { ...request.scope, takesKept, signal } }, operation);
        const answer = async (): Promise<Answered<Answer>> => {
          // What an operation costs is told of those that ran.
          const isTold = operation.extensions?.cost === true;
          const made = isTold ? completeAnswer(await make()) : await keptOrMade(graph.responses, request, make);
          return { facts, answer: made };
        };
        return share && !isSharedAtOnce ? shared.of(share, answer) : answer();
      }
      case OperationTypeNode.MUTATION:
        return { facts, answer: whole(await execute(graph, request, operation), heard) };
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
    apiKeyOf: (headers) => options.apiKeyOf?.(headers),
    shareKeyOf: (text, { parts }, client) => keyOf({ generation: graphs.current().generation, parts, text }, client),
    join: (shareKey) => (isSharedAtOnce ? shared.join(shareKey) : undefined),
    answer: async (operation, accepted, client, share, turn) => {
      const graph = graphs.enter();
      try {
        const makeNow = (decline: () => void) => answerOn(graph, operation, accepted, client, share, decline);
        const make = turn ? (decline: () => void) => turn.then(() => makeNow(decline)) : makeNow;
        const answered = await (share && isSharedAtOnce ? shared.of(share, make) : make(() => {}));
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
        if (!request) return { facts, answer: { errors: maskAll(admitted.errors, mask) } };
        if (request.ast.operation === OperationTypeNode.SUBSCRIPTION)
          return { facts, answer: await open(graph, request) };
        const parts = await executeInParts(graph, request, operation);
        if (!parts) {
          const answer = await execute(graph, request, operation);
          settleCost(rateLimits, facts, client);
          return { facts, answer };
        }
        void parts.ended.then(() => settleCost(rateLimits, facts, client));
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
const NOT_HEARD: Partial<ReturnType<typeof hearHeaders>> = {};

function whole(result: FormattedExecutionResult, headers: HeardHeaders | undefined): Answer {
  return headers ? { ...completeAnswer(result), headers } : completeAnswer(result);
}

function heardBy(hear: (headers: AnswerHeaders) => void, request: EngineRequest): EngineRequest {
  return { ...request, scope: { ...request.scope, hearHeaders: hear } };
}
