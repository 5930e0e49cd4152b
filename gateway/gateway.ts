import type { HTTPGraphQLRequest, HTTPGraphQLResponse } from "@apollo/server";
import {
  type FormattedExecutionResult,
  getOperationAST,
  type GraphQLError,
  type GraphQLFormattedError,
  OperationTypeNode,
} from "graphql";
import type { Clock } from "#kernel/clock.ts";
import { ClientError, unauthenticated } from "#kernel/errors.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import type { Caller, RequestContext } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import { openApollo } from "./apollo.ts";
import { createDocuments } from "./documents.ts";
import { guarded } from "./execution/guard.ts";
import { subscriptionRunner } from "./execution/subscriptions.ts";
import { faultResponse, requestedIn, withErrorsMapped } from "./http/graphql-response.ts";
import { type GatewayLimits, LIMITS } from "./limits.ts";
import { accessRestrictions } from "./plugins/access.ts";
import { type PreferencesOf, requestContexts, type ShopChoices } from "./plugins/context.ts";
import { callerOf, type VerifyToken } from "./plugins/identity.ts";
import { maskError } from "./plugins/mask-errors.ts";
import { followRevocations, type RevocationStream } from "./plugins/revocations.ts";
import type { ClientScope } from "./scope.ts";
import { readSupergraphFacts } from "./supergraph.ts";

export interface GatewayOptions {
  readonly supergraphSdl: string;
  /** How each subgraph of the supergraph is reached. */
  readonly executors: (name: string) => SubgraphExecutor;
  readonly verifyToken: VerifyToken;
  readonly shop: ShopChoices;
  /** Without it everybody has the shop's defaults. */
  readonly preferencesOf?: PreferencesOf;
  /** Without it a session ends with its token only. */
  readonly revocations?: RevocationStream;
  readonly introspection: boolean;
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
  answerHttp(request: HTTPGraphQLRequest, client: Client): Promise<Answered<HTTPGraphQLResponse>>;
  /** For transports without HTTP's rules, which alone serve subscriptions. */
  run(operation: Operation, client: Client): Promise<Answered<Outcome>>;
  /** Calls back when the session ends before its token does; returns the function that ends the listening. */
  onRevoked(session: string, listener: () => void): () => void;
  close(): Promise<void>;
}

/** The whole way of an operation: who asks, how it is read, limits, validity, access, plan, subgraphs, answer. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { introspection, clock, log } = options;
  const limits = { ...LIMITS, ...options.limits };
  const supergraph = readSupergraphFacts(options.supergraphSdl);
  const revocations = followRevocations(options.revocations, limits.revokedSessionsMax, log);
  const contexts = requestContexts({ ...options, limits });
  const executors = new Map<string, SubgraphExecutor>();
  const executorOf = (name: string): SubgraphExecutor => {
    const executor = executors.get(name) ?? guarded(name, options.executors(name), limits, clock, log);
    executors.set(name, executor);
    return executor;
  };
  const apollo = await openApollo({
    supergraph,
    executeOf: (name) => executorOf(name).execute,
    checksOf: (schema) => ({
      documents: createDocuments(schema, limits, introspection),
      restrict: accessRestrictions(schema, supergraph.accessRules),
    }),
    introspection,
    log,
  });
  const { documents } = apollo;
  const subscribe = subscriptionRunner({ ...apollo, sdl: supergraph.sdl, executorOf, limits });

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
    const done = () => isMutation && contexts.forget(client.caller.subject);
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
      const caller = await callerOf(headers("authorization"), options.verifyToken);
      if (revocations.isRevoked(caller.session)) throw unauthenticated();
      return caller;
    },
    contextOf: (headers, caller) =>
      contexts.contextOf({ currency: headers("agora-currency"), acceptLanguage: headers("accept-language") }, caller),

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
      if (ast?.operation === OperationTypeNode.SUBSCRIPTION)
        return { ...told, answer: await subscribe({ ...operation, prepared, ast, scope }) };
      const answer = await apollo.execute(operation, scope);
      done();
      return { ...told, answer };
    },

    close: async () => {
      revocations.close();
      await apollo.close();
    },
  };
}

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
