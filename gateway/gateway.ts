import {
  type FormattedExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  OperationTypeNode,
} from "graphql";
import type { Clock } from "#kernel/clock.ts";
import { ClientError, unauthenticated } from "#kernel/errors.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { type Caller, nobody, type RequestContext } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import { createDocuments } from "./documents.ts";
import type { ApolloEngineOptions } from "./apollo-engine.ts";
import type { Engine, EngineRequest } from "./execution/engine.ts";
import { guarded } from "./execution/guard.ts";
import type { IncrementalAnswer } from "./execution/incremental-answer.ts";
import { invalidVariables } from "./execution/invalid-variables.ts";
import { createOwnEngine } from "./execution/own-engine.ts";
import { subscriptionRunner } from "./execution/subscriptions.ts";
import { type Answer, completeAnswer } from "./http/answer.ts";
import type { Accepted } from "./http/negotiate.ts";
import { payloadStream } from "./http/payload-stream.ts";
import type { OperationRequest } from "./http/read-request.ts";
import { eventsNotAccepted, mutationOverGet, type Refusal } from "./http/refusal.ts";
import { type GatewayLimits, LIMITS } from "./limits.ts";
import { accessRestrictions } from "./plugins/access.ts";
import { type PreferencesOf, requestContexts, type ShopChoices } from "./plugins/context.ts";
import { callerOf, type VerifyToken } from "./plugins/identity.ts";
import { maskError } from "./plugins/mask-errors.ts";
import { followRevocations, type RevocationStream } from "./plugins/revocations.ts";
import { openApolloPlanner } from "./planning/apollo-planner.ts";
import { withDeferDirective } from "./planning/defer-directive.ts";
import { readRequiredFields } from "./planning/required-fields.ts";
import type { ClientScope } from "./scope.ts";
import { completeInputChecks, readSupergraphFacts } from "./supergraph.ts";

export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** How each subgraph of the supergraph is reached. */
  readonly executors: (name: string) => SubgraphExecutor;
  /** Without it nobody is known: access rules refuse, and `forward` lets subgraphs decide. */
  readonly verifyToken?: VerifyToken;
  /** Without it requests have no market, currency and locale. */
  readonly shop?: ShopChoices;
  /** Headers of clients that go on to subgraphs as they came, in lower case. */
  readonly forward?: readonly string[];
  /** Without it everybody has the shop's defaults. */
  readonly preferencesOf?: PreferencesOf;
  /** Without it a session ends with its token only. */
  readonly revocations?: RevocationStream;
  readonly introspection: boolean;
  /** What runs queries and mutations: our own core, or @apollo/gateway. */
  readonly engine?: "own" | "apollo";
  /** Whether clients may ask for answers in parts (@defer): on, with our own core. */
  readonly defer?: boolean;
  readonly limits?: Partial<GatewayLimits>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a client says of itself: HTTP headers, or the same names in connection_init; asked in lower case. */
export type ClientHeaders = (name: string) => string | undefined;

/** One operation's client: let in, and how its requests are read. */
export interface Client {
  readonly caller: Caller;
  readonly context: RequestContext;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly forwarded?: readonly string[];
}

export interface Operation {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** An answer with what the access line tells of it. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly operationName: string | undefined;
  readonly operationType: string | undefined;
  /** Grows while a subscription runs. */
  readonly errorCodes: ReadonlySet<string>;
}

export type Outcome = FormattedExecutionResult | AsyncIterableIterator<FormattedExecutionResult>;

export interface Gateway {
  readonly limits: GatewayLimits;
  /** Throws UNAUTHENTICATED for a token that does not hold. It is verified here and nowhere else. */
  identify(headers: ClientHeaders): Promise<Caller>;
  /** Throws BAD_USER_INPUT for a currency the shop does not know. */
  contextOf(headers: ClientHeaders, caller: Caller): Promise<RequestContext>;
  /** What goes on to subgraphs of the client's headers: name, value, name, value … */
  forwardedOf(headers: ClientHeaders): readonly string[];
  /** By the rules of HTTP: in parts and events only where `accepted` has a format for them. */
  answer(operation: OperationRequest, accepted: Accepted, client: Client): Promise<Answered<Answer>>;
  /** For transports without such rules: a subscription, or an answer in parts, is a stream. */
  run(operation: Operation, client: Client): Promise<Answered<Outcome>>;
  /** Calls back when the session ends before its token does; returns the function that ends the listening. */
  onRevoked(session: string, listener: () => void): () => void;
  close(): Promise<void>;
}

/** The whole way of an operation: who asks, how it is read, limits, validity, access, plan, subgraphs, answer. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { introspection, clock, log, forward = [] } = options;
  const limits = { ...LIMITS, ...options.limits };
  const supergraph = readSupergraphFacts(options.supergraphSdl);
  const revocations = followRevocations(options.revocations, limits.revokedSessionsMax, log);
  const contexts = options.shop ? requestContexts({ ...options, shop: options.shop, limits }) : undefined;
  const executors = new Map<string, SubgraphExecutor>();
  const executorOf = (name: string): SubgraphExecutor => {
    const executor = executors.get(name) ?? guarded(name, options.executors(name), limits, clock, log);
    executors.set(name, executor);
    return executor;
  };
  const executeOf = (name: string) => executorOf(name).execute;
  const planned = openApolloPlanner(supergraph.document);
  const defers = options.defer !== false && options.engine !== "apollo";
  const apiSchema = defers ? withDeferDirective(planned.apiSchema) : planned.apiSchema;
  const schema = completeInputChecks(apiSchema, supergraph);
  const requiredFields = readRequiredFields(supergraph.document, planned.fullSchema);
  const { ownersFields } = supergraph;
  const own = createOwnEngine({ ...planned, apiSchema: schema, requiredFields, ownersFields, executorOf });
  const engine = await engineOf(options.engine, own, { supergraph, executeOf, introspection, log });
  const documents = createDocuments(schema, limits, introspection);
  const restrict = accessRestrictions(schema, supergraph.accessRules);
  const subscribe = subscriptionRunner({ engine: own, executorOf, limits });

  /** Everything that must hold before a subgraph is asked. */
  const begin = ({ query, operationName, variables = {} }: Asked, client: Client): Begun => {
    const errorCodes = new Set<string>();
    const mask = (error: GraphQLFormattedError) => {
      const masked = maskError(error, client.requestId, log);
      errorCodes.add(String(masked.extensions?.code));
      return masked;
    };
    const prepared = query === undefined ? { errors: [noPersistedQueries()] } : documents.prepare(query);
    if ("errors" in prepared) return { mask, told: untold(errorCodes), errors: prepared.errors };
    const ast = getOperationAST(prepared.document, operationName);
    if (!ast) return { mask, told: untold(errorCodes), errors: [unknownOperation()] };
    const told = { operationName: ast.name?.value, operationType: ast.operation, errorCodes };
    const errors = invalidVariables(schema, ast, variables);
    if (errors) return { mask, told, errors };
    const isMutation = ast.operation === OperationTypeNode.MUTATION;
    const deadlineAtMs = Date.now() + (isMutation ? limits.mutationMsMax : limits.queryMsMax);
    const scope = { ...client, deadlineAtMs, mask };
    const restriction = restrict(prepared, client.caller);
    return { mask, told, request: { prepared, ast, operationName, variables, restriction, scope } };
  };

  const ran = ({ ast, scope }: EngineRequest) => {
    if (ast.operation === OperationTypeNode.MUTATION) contexts?.forget(scope.caller.subject);
  };
  const execute = async (request: EngineRequest): Promise<FormattedExecutionResult> => {
    const { data, errors } = await engine.execute(request);
    ran(request);
    return errors ? { errors: errors.map(request.scope.mask), data } : { data };
  };
  const executeInParts = async (request: EngineRequest): Promise<IncrementalAnswer | FormattedExecutionResult> => {
    const parts = await engine.executeIncrementally?.(request);
    if (!parts) return execute(request);
    ran(request);
    return parts.pending.length > 0 ? parts : parts.first;
  };

  return {
    limits,
    onRevoked: revocations.onRevoked,
    identify: async (headers) => {
      if (!options.verifyToken) return nobody;
      const caller = await callerOf(headers("authorization"), options.verifyToken);
      if (revocations.isRevoked(caller.session)) throw unauthenticated();
      return caller;
    },
    contextOf: async (headers, caller) =>
      contexts?.contextOf(
        { currency: headers("agora-currency"), acceptLanguage: headers("accept-language") },
        caller,
      ) ?? NO_CONTEXT,
    forwardedOf: (headers) =>
      forward.flatMap((name) => {
        const value = headers(name);
        return value === undefined ? [] : [name, value];
      }),

    answer: async ({ isReadOnly, ...operation }, accepted, client) => {
      const { mask, told, errors, request } = begin(operation, client);
      const refused = (refusal: Refusal): Answered<Answer> => {
        told.errorCodes.add(refusal.code);
        return { ...told, answer: { kind: "refused", refusal } };
      };
      if (!request) return { ...told, answer: completeAnswer({ errors: errors.map(mask) }) };
      const kind = request.ast.operation;
      if (kind === OperationTypeNode.MUTATION && isReadOnly) return refused(mutationOverGet());
      if (kind !== OperationTypeNode.SUBSCRIPTION) {
        const answer = await (accepted.parts ? executeInParts : execute)(request);
        return { ...told, answer: "later" in answer ? { kind: "parts", answer } : completeAnswer(answer) };
      }
      if (!accepted.events) return refused(eventsNotAccepted());
      const events = await subscribe(request);
      const isStream = Symbol.asyncIterator in events;
      return { ...told, answer: isStream ? { kind: "events", events } : completeAnswer(events) };
    },

    run: async (operation, client) => {
      const { mask, told, errors, request } = begin(operation, client);
      if (!request) return { ...told, answer: { errors: errors.map(mask) } };
      if (request.ast.operation === OperationTypeNode.SUBSCRIPTION)
        return { ...told, answer: await subscribe(request) };
      const answer = await executeInParts(request);
      return { ...told, answer: "later" in answer ? payloadStream(answer, (error) => mask(error as Error)) : answer };
    },

    close: async () => {
      revocations.close();
      await engine.close();
    },
  };
}

type Asked = Pick<OperationRequest, "query"> & Omit<Operation, "query">;
type Told = Omit<Answered<never>, "answer"> & { readonly errorCodes: Set<string> };
type Begun = { readonly mask: ClientScope["mask"]; readonly told: Told } & (
  | { readonly request: EngineRequest; readonly errors?: undefined }
  | { readonly request?: undefined; readonly errors: readonly GraphQLError[] }
);

function untold(errorCodes: Set<string>): Told {
  return { operationName: undefined, operationType: undefined, errorCodes };
}

/** Apollo's packages are loaded where they are wanted only: they take 100 MB. */
async function engineOf(name: GatewayOptions["engine"], own: Engine, options: ApolloEngineOptions): Promise<Engine> {
  if (name !== "apollo") return own;
  const { openApolloEngine } = await import("./apollo-engine.ts");
  return openApolloEngine(options);
}

const NO_CONTEXT: RequestContext = { market: "", currency: "", locale: "" };

function unknownOperation(): ClientError {
  return new ClientError(
    "BAD_USER_INPUT",
    "Name the operation to run: the document holds several, or none of this name.",
  );
}

/** As Apollo's clients know it: they send the operation's text instead. */
function noPersistedQueries(): GraphQLError {
  return new GraphQLError("PersistedQueryNotSupported", { extensions: { code: "PERSISTED_QUERY_NOT_SUPPORTED" } });
}
