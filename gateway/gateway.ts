import type { HTTPGraphQLRequest, HTTPGraphQLResponse } from "@apollo/server";
import {
  type FormattedExecutionResult,
  getOperationAST,
  type GraphQLError,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
} from "graphql";
import type { Clock } from "#kernel/clock.ts";
import { ClientError, unauthenticated } from "#kernel/errors.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { type Caller, nobody, type RequestContext } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import { openApollo } from "./apollo.ts";
import { createDocuments, type PreparedDocument } from "./documents.ts";
import type { ApolloEngineOptions } from "./apollo-engine.ts";
import type { Engine, EngineRequest } from "./execution/engine.ts";
import { guarded } from "./execution/guard.ts";
import { invalidVariables } from "./execution/invalid-variables.ts";
import { createOwnEngine } from "./execution/own-engine.ts";
import { faultResponse, requestedIn, withErrorsMapped } from "./http/graphql-response.ts";
import { type GatewayLimits, LIMITS } from "./limits.ts";
import { accessRestrictions } from "./plugins/access.ts";
import { type PreferencesOf, requestContexts, type ShopChoices } from "./plugins/context.ts";
import { callerOf, type VerifyToken } from "./plugins/identity.ts";
import { maskError } from "./plugins/mask-errors.ts";
import { followRevocations, type RevocationStream } from "./plugins/revocations.ts";
import { openApolloPlanner } from "./planning/apollo-planner.ts";
import { readRequiredFields } from "./planning/required-fields.ts";
import type { ClientScope } from "./scope.ts";
import { batchEntities } from "./subscriptions/batch-entities.ts";
import type { LiveGraph } from "./subscriptions/reading.ts";
import { createSubscriptions, type Events } from "./subscriptions/subscriptions.ts";
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

export type Outcome = FormattedExecutionResult | Events;

export interface Gateway {
  readonly limits: GatewayLimits;
  /** Throws UNAUTHENTICATED for a token that does not hold. It is verified here and nowhere else. */
  identify(headers: ClientHeaders): Promise<Caller>;
  /** Throws BAD_USER_INPUT for a currency the shop does not know. */
  contextOf(headers: ClientHeaders, caller: Caller): Promise<RequestContext>;
  /** What goes on to subgraphs of the client's headers: name, value, name, value … */
  forwardedOf(headers: ClientHeaders): readonly string[];
  answerHttp(request: HTTPGraphQLRequest, client: Client): Promise<Answered<HTTPGraphQLResponse>>;
  /** For transports without HTTP's rules, which alone serve subscriptions. */
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
  const schema = completeInputChecks(planned.apiSchema, supergraph);
  const requiredFields = readRequiredFields(supergraph.document, planned.fullSchema);
  const { ownersFields } = supergraph;
  const engineOver = (executorOf: (name: string) => SubgraphExecutor) =>
    createOwnEngine({ ...planned, apiSchema: schema, requiredFields, ownersFields, executorOf });
  const own = engineOver(executorOf);
  const engine = await engineOf(options.engine, own, { supergraph, executeOf, log });
  const documents = createDocuments(schema, limits, introspection);
  const restrict = accessRestrictions(schema, supergraph.accessRules);

  const requestOf = (
    prepared: PreparedDocument,
    ast: OperationDefinitionNode,
    { operationName, variables = {} }: Pick<Operation, "operationName" | "variables">,
    scope: ClientScope,
  ): EngineRequest | { readonly errors: readonly GraphQLError[] } => {
    const errors = invalidVariables(schema, ast, variables);
    if (errors) return { errors };
    return { prepared, ast, operationName, variables, restriction: restrict(prepared, scope.caller), scope };
  };
  const apollo = await openApollo({
    schema,
    documents,
    execute: async (prepared, ast, operation, scope) => {
      const request = requestOf(prepared, ast, operation, scope);
      return "errors" in request ? request : ((await engine.execute(request)) as never);
    },
    introspection,
    log,
  });
  const graph: LiveGraph = {
    engine: engineOver(batchEntities(executorOf, limits)),
    executorOf,
    renew: ({ prepared: { hash, document }, operationName, variables, scope }) => {
      const found = documents.prepare(print(document));
      if ("errors" in found) return found;
      const ast = getOperationAST(found.document, operationName)!;
      return requestOf({ ...found, hash }, ast, { operationName, variables }, scope);
    },
  };
  const subscriptions = createSubscriptions({ current: () => graph, limits });

  /** What is known of an operation before anything is done for it. */
  const begin = (query: string | undefined, operationName: string | undefined, client: Client) => {
    const found = query === undefined ? { errors: [] } : documents.prepare(query);
    const ast = "errors" in found ? undefined : (getOperationAST(found.document, operationName) ?? undefined);
    const prepared = "errors" in found || ast ? found : { errors: [unknownOperation()] };
    const isMutation = ast?.operation === OperationTypeNode.MUTATION;
    const errorCodes = new Set<string>();
    const mask = (error: GraphQLFormattedError) => {
      const masked = maskError(error, client.requestId, log);
      errorCodes.add(String(masked.extensions?.code));
      return masked;
    };
    const deadlineAtMs = Date.now() + (isMutation ? limits.mutationMsMax : limits.queryMsMax);
    const scope: ClientScope = { ...client, deadlineAtMs, mask };
    const done = () => isMutation && contexts?.forget(client.caller.subject);
    return {
      prepared,
      ast,
      scope,
      done,
      told: { operationName: ast?.name?.value, operationType: ast?.operation, errorCodes },
    };
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

    answerHttp: async (request, client) => {
      const { query, operationName } = requestedIn(request);
      const { prepared, ast, scope, done, told } = begin(query, operationName, client);
      const refuse = (errors: readonly GraphQLError[]) =>
        faultResponse(
          400,
          errors.map((error) => scope.mask(error)),
          request.headers.get("accept"),
        );
      if ("errors" in prepared && prepared.errors.length > 0) return { ...told, answer: refuse(prepared.errors) };
      if (ast?.operation === OperationTypeNode.SUBSCRIPTION)
        return { ...told, answer: refuse([subscriptionOverHttp()]) };
      const response = await apollo.answer(request, scope);
      done();
      return { ...told, answer: withErrorsMapped(response, scope.mask) };
    },

    run: async (operation, client) => {
      const { prepared, ast, scope, done, told } = begin(operation.query, operation.operationName, client);
      if ("errors" in prepared)
        return { ...told, answer: { errors: prepared.errors.map((error) => scope.mask(error)) } };
      const request = requestOf(prepared, ast!, operation, scope);
      if ("errors" in request) return { ...told, answer: { errors: request.errors.map((error) => scope.mask(error)) } };
      if (ast!.operation === OperationTypeNode.SUBSCRIPTION)
        return { ...told, answer: await subscriptions.subscribe(request) };
      const { data, errors } = await engine.execute(request);
      done();
      return { ...told, answer: errors ? { data, errors: errors.map(scope.mask) } : { data } };
    },

    close: async () => {
      subscriptions.close();
      revocations.close();
      await apollo.close();
      await engine.close();
    },
  };
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

function subscriptionOverHttp(): ClientError {
  return new ClientError(
    "BAD_USER_INPUT",
    "Subscriptions are served over the websocket at this path (graphql-transport-ws).",
  );
}
