import { hash } from "node:crypto";
import { setImmediate as afterOthers } from "node:timers/promises";
import { GraphQLError, type GraphQLScalarType, type GraphQLSchema, Kind, OperationTypeNode, parse } from "graphql";
import type { Clock } from "#kernel/clock.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import type { Log } from "#kernel/log.ts";
import type { ApolloEngineOptions } from "./apollo/apollo-engine.ts";
import { byName } from "./by-name.ts";
import { type CacheOptions, createResponseCache, type ResponseCache } from "./cache/response-cache.ts";
import { withKeptReads } from "./cache/kept-reads.ts";
import { cacheRulesOf } from "./cache/rules.ts";
import { readCostDirectives } from "./demand/cost-directives.ts";
import { type CostEstimator, createCostEstimator } from "./demand/cost-estimator.ts";
import { createDocuments, type Documents, type PreparedDocument } from "./documents.ts";
import type { Engine, EngineRequest } from "./execution/engine.ts";
import { invalidVariables } from "./execution/invalid-variables.ts";
import { createOwnEngine, type OwnEngine } from "./execution/own-engine.ts";
import type { GatewayLimits } from "./limits.ts";
import { readEntityKeys } from "./planning/entity-keys.ts";
import { readFieldNeeds } from "./planning/field-needs.ts";
import { accessRestrictions, type Policies, type Restrict } from "./plugins/access.ts";
import { readAccessRules } from "./plugins/access-rules.ts";
import { withDeferDirective } from "./planning/defer-directive.ts";
import { type DrawLabels, type LabelPercents, overrideLabels } from "./plugins/override-labels.ts";
import { readInterfaceObjects } from "./planning/interface-objects.ts";
import { type OpenedSupergraph, openPlanner, type PlannerName } from "./planning/open-planner.ts";
import { readRequiredFields } from "./planning/required-fields.ts";
import { readRequiredTrees } from "./planning/required-trees.ts";
import { batchEntities } from "./subscriptions/batch-entities.ts";
import { type EventFeeds, fedByEvents } from "./subscriptions/fed-by-events.ts";
import { completeInputChecks, readSupergraphFacts, type SupergraphFacts } from "./supergraph.ts";
import type { Metrics } from "./watch/metrics.ts";

/** A supergraph, and how its subgraphs are reached. */
export interface GraphSource {
  readonly supergraphSdl: string;
  readonly executors: (name: string) => SubgraphExecutor;
  /** Called when nothing runs on this graph any more, or when it was refused. Streams may still run on its executors. */
  readonly release?: () => void;
}

export interface AnswerCache extends Pick<CacheOptions, "store" | "staleSeconds" | "valueBytesMax" | "metrics"> {
  /** Whether what subgraphs say is kept beside whole answers; without a word it is. */
  readonly entities?: boolean;
}

export interface GraphOptions {
  /** What runs queries and mutations: our own core, or @apollo/gateway. */
  readonly engine?: "own" | "apollo";
  readonly planner?: PlannerName;
  /** For how many of a hundred requests each label of @override is on; `percent(N)` says so itself. */
  readonly labelPercents?: LabelPercents;
  readonly defer?: boolean;
  readonly introspection: boolean;
  /** Of the graph, those whose input is read here as its subgraphs read it; any other passes as it came. */
  readonly scalars?: readonly GraphQLScalarType[];
  /** Decides about @policy; without it only `service:NAME` is known, which no client holds. */
  readonly policies?: Policies;
  readonly limits: GatewayLimits;
  /** Where answers are kept that @cacheControl allows to keep, whole and in parts; without it none are. */
  readonly cache?: AnswerCache;
  readonly clock: Clock;
  /** What stands before a subgraph: deadlines, breakers … */
  readonly guard: (name: string, executor: SubgraphExecutor) => SubgraphExecutor;
  /** Subscriptions that come by pub/sub. */
  readonly feeds?: EventFeeds;
  readonly metrics?: Metrics;
  readonly log: Log;
}

/** One supergraph, ready to serve: what may be asked of it, by whom, and how it is run. */
export interface Graph {
  readonly schema: GraphQLSchema;
  readonly documents: Documents;
  readonly restrict: Restrict;
  readonly costs: CostEstimator;
  /** Where fields move from one subgraph to another by labels. */
  readonly drawLabels: DrawLabels | undefined;
  readonly responses: ResponseCache | undefined;
  /** Runs queries and mutations. */
  readonly engine: Engine;
  /** Completes the events of subscriptions, many at once. */
  readonly events: OwnEngine;
  /** Where subscriptions come from. */
  readonly streamsOf: (subgraph: string) => Pick<SubgraphExecutor, "subscribe">;
  /** The same request on this graph; undefined where it asks for what this graph does not have. */
  adopt(request: EngineRequest): EngineRequest | undefined;
  /** Prepares and plans what will soon be asked, while others are served. */
  warm(documents: readonly PreparedDocument[]): Promise<void>;
  close(): Promise<void>;
}

const WARMING_MS_MAX = 5_000;

/** Throws where the supergraph cannot be served: no SDL, a feature nobody here knows, a plan that cannot be made. */
export async function openGraph(source: GraphSource, options: GraphOptions): Promise<Graph> {
  const supergraph = readSupergraphFacts(source.supergraphSdl);
  const planned = await openPlanner(options.planner, supergraph.document, options.limits);
  try {
    return await graphOf(supergraph, planned, source, options);
  } catch (error) {
    await planned.close?.();
    throw error;
  }
}

async function graphOf(
  supergraph: SupergraphFacts,
  planned: OpenedSupergraph,
  source: GraphSource,
  options: GraphOptions,
): Promise<Graph> {
  const { introspection, limits, guard, metrics, log } = options;
  const executorOf = byName((name) => guard(name, source.executors(name)));
  const batchedOf = byName((name) => batchEntities(executorOf(name), limits));
  const streamsOf = byName((name) => (options.feeds ? fedByEvents(batchedOf(name), options.feeds) : executorOf(name)));
  planned.planner.plan(parse("{ __typename }"), undefined);
  const isDeferring = options.defer !== false && options.engine !== "apollo";
  const apiSchema = isDeferring ? withDeferDirective(planned.apiSchema) : planned.apiSchema;
  const schema = completeInputChecks(apiSchema, supergraph, options.scalars);
  const needs = readFieldNeeds(supergraph.document);
  const plannedNeeds = readFieldNeeds(planned.document);
  const requiredFields = readRequiredFields(plannedNeeds, planned.fullSchema);
  const requiredTrees = readRequiredTrees(plannedNeeds, planned.fullSchema);
  const entityKeys = readEntityKeys(supergraph.document, planned.fullSchema);
  const { ownersFields } = supergraph;
  const interfaceObjects = readInterfaceObjects(supergraph.document);
  const { requirementOf } = planned.subgraphFields;
  const hiding = new Set([...interfaceObjects.values()].flat().map(({ service }) => service));
  const hidesTypes = (subgraph: string) => hiding.has(subgraph);
  const read = { requiredFields, requiredTrees, interfaceObjects, entityKeys, ownersFields, requirementOf, hidesTypes };
  const facts = { ...planned, apiSchema: schema, ...read };
  const keeping = keepingOf(source, options);
  const keptOf =
    keeping && options.cache?.entities !== false
      ? byName((name) => withKeptReads(name, executorOf(name), keeping))
      : executorOf;
  const onRepeated = (isSame: boolean) => metrics?.cacheLookup("runs", isSame);
  const knownRuns = { bytesMax: limits.knownRunsBytesMax, onRepeated };
  const own = createOwnEngine({ ...facts, executorOf: keptOf, knownRuns });
  const events = createOwnEngine({ ...facts, executorOf: batchedOf, knownRuns: { bytesMax: 0 } });
  const executeOf = (name: string) => executorOf(name).execute;
  const engine = await engineOf(options.engine, own, { supergraph, executeOf, introspection, log });
  const documents = createDocuments(schema, limits, introspection);
  const { fullSchema } = planned;
  const rules = readAccessRules(supergraph.document, fullSchema, needs);
  const restrict = accessRestrictions({ apiSchema: schema, fullSchema, rules, policies: options.policies });

  const drawLabels = overrideLabels(supergraph.document, options.labelPercents);
  const costs = createCostEstimator(schema, readCostDirectives(supergraph.document), limits);

  const responses = keeping && createResponseCache(keeping);

  return {
    ...{ schema, documents, restrict, costs, drawLabels, responses, engine, events, streamsOf },
    adopt: (request) => {
      const { prepared, ast, variables, scope } = request;
      const read = { document: prepared.document, ast };
      if (!documents.adopt(prepared) || invalidVariables(schema, read, variables, false)) return undefined;
      return { ...request, restriction: restrict(prepared, scope.caller) };
    },
    warm: async (known) => {
      const untilMs = performance.now() + WARMING_MS_MAX;
      for (const prepared of known) {
        if (performance.now() > untilMs) return;
        if (documents.adopt(prepared)) planAll({ own: engine === own ? own : undefined, events }, prepared);
        await afterOthers();
      }
    },
    close: async () => {
      await engine.close();
      await planned.close?.();
    },
  };
}

function keepingOf(
  { supergraphSdl }: GraphSource,
  { cache, limits, clock, log }: GraphOptions,
): CacheOptions | undefined {
  if (!cache) return undefined;
  const rules = cacheRulesOf(supergraphSdl);
  return { ...cache, rules, graph: hash("sha256", supergraphSdl), makeMsMax: limits.queryMsMax, clock, log };
}

/** Apollo's packages are loaded where they are wanted only: they take 100 MB. */
async function engineOf(name: GraphOptions["engine"], own: Engine, options: ApolloEngineOptions): Promise<Engine> {
  if (name !== "apollo") return own;
  const { openApolloEngine } = await import("./apollo/apollo-engine.ts");
  return openApolloEngine(options);
}

function planAll({ own, events }: { own: OwnEngine | undefined; events: OwnEngine }, prepared: PreparedDocument): void {
  for (const node of prepared.document.definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const operationName = node.name?.value;
    try {
      const engine = node.operation === OperationTypeNode.SUBSCRIPTION ? events : own;
      engine?.planOf({ prepared, ast: node, operationName, restriction: undefined });
    } catch (error) {
      // Whoever asks for it reads why it cannot be planned.
      if (!(error instanceof GraphQLError)) throw error;
    }
  }
}
