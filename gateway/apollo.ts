import { ApolloGateway } from "@apollo/gateway";
import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  type HTTPGraphQLRequest,
  type HTTPGraphQLResponse,
} from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import {
  type DocumentNode,
  execute as introspect,
  type ExecutionResult,
  type FormattedExecutionResult,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { Execute } from "#kernel/executor.ts";
import type { Log } from "#kernel/log.ts";
import type { Documents } from "./documents.ts";
import { complete } from "./execution/complete.ts";
import { dataSourceOf } from "./execution/data-source.ts";
import { invalidVariables } from "./execution/invalid-variables.ts";
import type { Json } from "./execution/rewrites.ts";
import type { Operation } from "./gateway.ts";
import type { Restrict } from "./plugins/access.ts";
import type { ClientScope } from "./scope.ts";
import { completeInputChecks, type SupergraphFacts } from "./supergraph.ts";

/** Or it probes cloud metadata addresses and sends reports; it is read when a gateway is made. */
process.env.APOLLO_TELEMETRY_DISABLED = "true";

export interface ApolloOptions {
  readonly supergraph: SupergraphFacts;
  readonly executeOf: (subgraph: string) => Execute;
  /** Made once the API schema is known. */
  readonly checksOf: (schema: GraphQLSchema) => Checks;
  readonly introspection: boolean;
  readonly log: Log;
}

type GatewayInterface = ApolloServerOptionsWithGateway<ClientScope>["gateway"];
type Executor = NonNullable<Awaited<ReturnType<GatewayInterface["load"]>>["executor"]>;

/** What an operation must pass before it is planned. */
export interface Checks {
  readonly documents: Documents;
  readonly restrict: Restrict;
}

/** Queries and mutations: Apollo Server for the protocol, Apollo Gateway for planning and joining. */
export interface Apollo extends Checks {
  readonly schema: GraphQLSchema;
  answer(request: HTTPGraphQLRequest, scope: ClientScope): Promise<HTTPGraphQLResponse>;
  execute(operation: Operation, scope: ClientScope): Promise<FormattedExecutionResult>;
  close(): Promise<void>;
}

export async function openApollo(options: ApolloOptions): Promise<Apollo> {
  const { supergraph, executeOf, checksOf, introspection } = options;
  const logger = quiet(options.log);
  const planning = new ApolloGateway({
    supergraphSdl: supergraph.sdl,
    buildService: ({ name }) => dataSourceOf(executeOf(name)),
    __exposeQueryPlanExperimental: false,
    logger,
  });
  let loaded: ({ readonly schema: GraphQLSchema } & Checks) | undefined;
  const gateway: GatewayInterface = {
    onSchemaLoadOrUpdate: (callback) =>
      planning.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
        const schema = completeInputChecks(apiSchema, supergraph);
        loaded = { schema, ...checksOf(schema) };
        callback({ apiSchema, coreSupergraphSdl });
      }),
    load: async (given) => {
      const { executor } = await planning.load(given);
      return { executor: withAccess(executor!, loaded!.restrict, supergraph.ownersFields) };
    },
    stop: () => planning.stop(),
  };
  const server = new ApolloServer<ClientScope>({
    gateway,
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    /** Parsed, limited and validated before it comes here, so that websockets pass the same gate. */
    documentStore: {
      get: async (key) => loaded!.documents.get(key.slice(key.lastIndexOf(":") + 1)),
      set: async () => {},
      delete: async () => {},
    },
    plugins: [...withoutExtras, masking],
    logger,
  });
  await server.start();

  return {
    ...loaded!,
    answer: (httpGraphQLRequest, scope) =>
      server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => scope }),
    execute: async ({ query, operationName, variables }, scope) => {
      const { body } = await server.executeOperation({ query, operationName, variables }, { contextValue: scope });
      if (body.kind !== "single") throw new Error("Incremental delivery was not asked for");
      return body.singleResult as FormattedExecutionResult;
    },
    close: () => server.stop(),
  };
}

/** Pages and reports of its own; and cache control, which puts resolvers into the schema that completion would meet. */
const withoutExtras = [
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
  ApolloServerPluginCacheControlDisabled(),
];

const masking: ApolloServerPlugin<ClientScope> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response, contextValue }) => {
      if (response.body.kind !== "single") return;
      const result = response.body.singleResult;
      if (result.errors) result.errors = result.errors.map(contextValue.mask);
    },
  }),
};

/** Plans what the caller may ask, and puts an error in place of each thing that it may not. */
function withAccess(execute: Executor, restrict: Restrict, ownersFields: ReadonlySet<string>): Executor {
  return async (request) => {
    const { document, queryHash, schema, operation } = request;
    const { operationName, variables = {} } = request.request;
    if (isIntrospection(document, operation))
      return introspect({ schema, document, operationName, variableValues: variables });
    const invalid = invalidVariables(schema, operation, variables);
    if (invalid) return { errors: invalid };
    const restriction = restrict({ hash: queryHash, document }, (request.context as ClientScope).caller);
    if (!restriction) return withViolations(await execute(request), ownersFields);

    const restricted = { ...request, document: restriction.document, queryHash: restriction.hash };
    const { data, errors = [] } = withViolations(await execute(restricted), ownersFields);
    return complete({
      schema,
      document,
      operationName,
      variables,
      data: data as Json,
      errors,
      refusalAt: restriction.refusalAt,
    });
  };
}

/** Answered from the schema itself: the planner does not know every question that tools ask. */
function isIntrospection(document: DocumentNode, { selectionSet }: OperationDefinitionNode): boolean {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const isAll = ({ selections }: SelectionSetNode): boolean =>
    selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value.startsWith("__");
      const inside = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      return inside !== undefined && isAll(inside.selectionSet);
    });
  return isAll(selectionSet);
}

/**
 * The gateway tells of a missing non-null value in a corner that nobody reads. An entity that is nothing to the caller,
 * unknown or another's, misses its fields too: that is its answer, and no fault. Where its subgraph failed, an error
 * has said so already.
 */
function withViolations(
  { data, errors, extensions }: ExecutionResult,
  ownersFields: ReadonlySet<string>,
): ExecutionResult {
  const violations = (extensions?.valueCompletion ?? []) as readonly GraphQLError[];
  const faults = violations.filter(({ message }) => !ownersFields.has(/field (\w+\.\w+)/.exec(message)?.[1] ?? ""));
  const told = faults.map(({ message, path }) => new GraphQLError(message, { path }));
  return errors || told.length > 0 ? { data, errors: [...(errors ?? []), ...told] } : { data };
}

/** Its news of loading schemas is none of the operator's. */
function quiet(log: Log) {
  const warn = (message?: unknown) => log.warn({}, String(message));
  const error = (message?: unknown) => log.error({}, String(message));
  return { debug: () => {}, info: () => {}, warn, error };
}
