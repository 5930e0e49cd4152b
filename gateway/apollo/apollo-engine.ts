import { ApolloGateway } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
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
import { complete } from "../execution/complete.ts";
import type { Engine } from "../execution/engine.ts";
import { type FailedFields, type Told, tell } from "../execution/fetch-errors.ts";
import { conditionsOf, fragmentsOf } from "../execution/operation-parts.ts";
import type { Json } from "../execution/rewrites.ts";
import type { ClientScope } from "../scope.ts";
import { completeInputChecks, type SupergraphFacts } from "../supergraph.ts";
import { dataSourceOf } from "./data-source.ts";

/** Or it probes cloud metadata addresses and sends reports; it is read when a gateway is made. */
process.env.APOLLO_TELEMETRY_DISABLED = "true";

export interface ApolloEngineOptions {
  readonly supergraph: SupergraphFacts;
  readonly executeOf: (subgraph: string) => Execute;
  readonly introspection: boolean;
  readonly log: Log;
}

/** Queries and mutations by Apollo Server and @apollo/gateway (`AGORA_GATEWAY=apollo`): the measure that our own core is held against. */
export async function openApolloEngine({
  supergraph,
  executeOf,
  introspection,
  log,
}: ApolloEngineOptions): Promise<Engine> {
  const logger = quiet(log);
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph.sdl,
    buildService: ({ name }) => dataSourceOf(executeOf(name)),
    __exposeQueryPlanExperimental: false,
    logger,
  });
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => (schema = completeInputChecks(apiSchema, supergraph)));
  const server = new ApolloServer<ClientScope>({
    gateway,
    introspection,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    plugins: withoutExtras,
    logger,
  });
  await server.start();

  return {
    schema: schema!,
    execute: async ({ prepared, ast, operationName, variables, restriction, scope }) => {
      const { document } = prepared;
      if (isIntrospection(document, ast))
        return introspect({ schema: schema!, document, operationName, variableValues: variables }) as never;
      const request = { query: (restriction ?? prepared).document, operationName, variables };
      const { body } = await server.executeOperation(request, { contextValue: scope });
      if (body.kind !== "single") throw new Error("Incremental delivery was not asked for");
      const { data, errors = [] } = withViolations(body.singleResult as ExecutionResult, supergraph.ownersFields);
      if (!restriction) return { data, errors: errors.length > 0 ? errors : undefined };
      const run = { data: (data ?? {}) as Json, failed: new Map() as FailedFields, told: [] as Told[] };
      for (const error of errors) tell(run, error, error.path);
      return complete({
        ...run,
        ...{ schema: schema!, operation: ast, fragments: fragmentsOf(prepared.document) },
        conditions: conditionsOf(schema!, ast, variables),
        nameOf: (name) => name,
        refusalAt: restriction.refusalAt,
      });
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
  ownersFields: SupergraphFacts["ownersFields"],
): FormattedExecutionResult & { errors?: readonly GraphQLError[] } {
  const violations = (extensions?.valueCompletion ?? []) as readonly GraphQLError[];
  const faults = violations.filter(({ message }) => !ownersFields.has(/field (\w+\.\w+)/.exec(message)?.[1] ?? ""));
  const told = faults.map(({ message, path }) => new GraphQLError(message, { path }));
  return { data: data ?? null, errors: [...(errors ?? []), ...told] };
}

/** Its news of loading schemas is none of the operator's. */
function quiet(log: Log) {
  const warn = (message?: unknown) => log.warn({}, String(message));
  const error = (message?: unknown) => log.error({}, String(message));
  return { debug: () => {}, info: () => {}, warn, error };
}
