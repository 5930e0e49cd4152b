import {
  ApolloServer,
  type ApolloServerPlugin,
  type HTTPGraphQLRequest,
  type HTTPGraphQLResponse,
} from "@apollo/server";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import type { Log } from "#kernel/log.ts";
import type { Documents } from "./documents.ts";
import type { PreparedDocument } from "./documents.ts";
import type { ClientScope } from "./scope.ts";

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly execute: (
    prepared: PreparedDocument,
    ast: OperationDefinitionNode,
    request: { readonly operationName?: string; readonly variables?: Readonly<Record<string, unknown>> },
    scope: ClientScope,
  ) => Promise<ExecutionResult>;
  readonly introspection: boolean;
  readonly log: Log;
}

/** The protocol over HTTP, by Apollo Server. */
export interface Apollo {
  answer(request: HTTPGraphQLRequest, scope: ClientScope): Promise<HTTPGraphQLResponse>;
  close(): Promise<void>;
}

export async function openApollo({ schema, documents, execute, introspection, log }: ApolloOptions): Promise<Apollo> {
  const warn = (message?: unknown) => log.warn({}, String(message));
  const error = (message?: unknown) => log.error({}, String(message));
  const server = new ApolloServer<ClientScope>({
    gateway: {
      onSchemaLoadOrUpdate: (callback) => {
        callback({ apiSchema: schema, coreSupergraphSdl: "" });
        return () => {};
      },
      load: async () => ({
        executor: ({ document, queryHash, operation, request, context }: any) =>
          execute({ document, hash: queryHash }, operation, request, context) as never,
      }),
      stop: async () => {},
    },
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    /** Parsed, limited and validated before it comes here, so that websockets pass the same gate. */
    documentStore: {
      get: async (key) => documents.get(key.slice(key.lastIndexOf(":") + 1)),
      set: async () => {},
      delete: async () => {},
    },
    plugins: [...withoutExtras, masking],
    logger: { debug: () => {}, info: () => {}, warn, error },
  });
  await server.start();
  return {
    answer: (httpGraphQLRequest, scope) =>
      server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => scope }),
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
