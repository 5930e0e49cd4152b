import {
  type DocumentNode,
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from "graphql";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import { assignConditions, conditionVariablesOf } from "../planning/assign-conditions.ts";
import { withoutDefer } from "../planning/defer-directive.ts";
import type { EntityKeys } from "../planning/entity-keys.ts";
import type { Planner } from "../planning/planner.ts";
import type { FetchNode, PlanNode } from "../planning/query-plan.ts";
import type { SubgraphFields } from "../planning/subgraph-fields.ts";
import { type CallGraph, compileCalls } from "./call-graph.ts";
import { compileShape, type Shape } from "./compile-shape.ts";
import { complete } from "./complete.ts";
import { completionOf } from "./completion-of.ts";
import type { Engine, EngineRequest } from "./engine.ts";
import { type Told, tell } from "./fetch-errors.ts";
import { incrementalExecutor } from "./incremental-executor.ts";
import { foundPlaces } from "./found-places.ts";
import { introspect } from "./introspect.ts";
import { knownRuns, type KnownRunsOptions } from "./known-runs.ts";
import { lostMutation } from "./lost-mutation.ts";
import { askedBy, conditionsOf } from "./operation-parts.ts";
import { type ReadOperation, readOperation, type ReadOptions } from "./read-operation.ts";
import { type Json } from "./rewrites.ts";
import { type PlanRun, runCalls } from "./run-calls.ts";
import { type Send, sendTo } from "./send.ts";
import { tellBelow } from "./tell-below.ts";

export interface OwnEngineOptions extends ReadOptions {
  readonly planner: Planner;
  /** With all its types and fields. */
  readonly fullSchema: GraphQLSchema;
  readonly entityKeys: EntityKeys;
  /** The subgraphs that decide, by `Type.field`, whether an object exists. */
  readonly ownersFields: ReadonlyMap<string, ReadonlySet<string>>;
  readonly executorOf: (subgraph: string) => SubgraphExecutor;
  /** What a subgraph must be told before it can answer a field. */
  readonly requirementOf: SubgraphFields["requirementOf"];
  /** Whether the subgraph knows an interface as an object, without its types (@interfaceObject). */
  readonly hidesTypes: (subgraph: string) => boolean;
  readonly knownRuns: Pick<KnownRunsOptions, "bytesMax" | "onRepeated">;
}

/** An operation made ready to run: kept as long as its document. */
export interface PlannedOperation extends ReadOperation {
  readonly node: PlanNode | undefined;
  readonly calls: CallGraph;
  /** For subscriptions: what is streamed. */
  readonly primary: FetchNode | undefined;
  readonly shape: Shape | undefined;
}

type Planable = Pick<EngineRequest, "prepared" | "ast" | "operationName" | "restriction"> &
  Partial<Pick<EngineRequest, "scope" | "variables" | "labels">>;
type Conditions = Readonly<Record<string, unknown>>;

/**
 * With so many variables in @skip and @include each of their cases has a plan of its own: the planner is at its best
 * without conditions. A mutation's always has: its planner would run a field twice that stands once with a condition
 * and once without.
 */
const ASSIGNED_MAX = 4;
const PLANS_PER_DOCUMENT_MAX = 64;

/** Our own core: runs plans over subgraphs. */
export interface OwnEngine extends Engine {
  readonly fullSchema: GraphQLSchema;
  /** Ready to run; a subscription's plan fills its events in. */
  planOf(request: Planable): PlannedOperation;
  /** Runs the plan over what is there, and shapes the answer. */
  answer(
    request: EngineRequest,
    planned: PlannedOperation,
    data: Json,
    errors: readonly Omit<Told, "below">[],
  ): Promise<FormattedExecutionResult>;
}

export function createOwnEngine(options: OwnEngineOptions): OwnEngine {
  const { planner, apiSchema, fullSchema, executorOf, requirementOf, hidesTypes } = options;
  const planned = new WeakMap<DocumentNode, Map<string, PlannedOperation>>();
  const straight = sendTo(executorOf);
  const runOrRepeat = knownRuns({ ...options.knownRuns, executorOf, send: straight });

  const plan = (request: Planable, conditions: Conditions | undefined): PlannedOperation => {
    const { operationName, restriction } = request;
    const read = readOperation(request, options);
    const { operation } = read;
    const open = withoutDefer(read.asked);
    const asked = conditions ? assignConditions(open, conditions) : open;
    const { node } = planner.plan(asked, operationName, request.labels);
    if (!node && !restriction && asksSubgraphs(operation)) throw new GraphQLError("No subgraph answers the operation");
    const [primary, rest] = node?.kind === "Subscription" ? [node.primary, node.rest] : [undefined, node];
    return {
      ...{ ...read, primary, node: rest },
      calls: compileCalls(rest),
      shape: restriction ? undefined : compileShape(apiSchema, read),
    };
  };

  const planOf = (request: Planable): PlannedOperation => {
    const { document } = request.restriction ?? request.prepared;
    const plans = planned.get(document) ?? new Map<string, PlannedOperation>();
    const deciding = conditionVariablesOf(document);
    const isAssigned = deciding.length > 0 && (deciding.length <= ASSIGNED_MAX || request.ast.operation === "mutation");
    const conditions = isAssigned ? conditionsOf(apiSchema, request.ast, request.variables ?? {}) : undefined;
    const decided = conditions ? deciding.map((name) => conditions[name] === true) : "";
    const key = `${request.ast.name?.value ?? ""} ${decided} ${request.labels ? [...request.labels].join() : ""}`;
    const known = plans.get(key);
    if (request.scope) request.scope.facts.plan = known ? "hit" : "miss";
    if (known) return known;
    const span = request.scope?.span?.child("plan", "internal");
    const made = plan(request, conditions);
    span?.set({ "graphql.plan.calls": made.calls.length });
    span?.end();
    if (plans.size < PLANS_PER_DOCUMENT_MAX) planned.set(document, plans.set(key, made));
    return made;
  };

  const answer = async (
    request: EngineRequest,
    planned: PlannedOperation,
    data: Json,
    errors: readonly Omit<Told, "below">[],
    send: Send = straight,
  ): Promise<FormattedExecutionResult> => {
    const { variables, restriction, scope } = request;
    const { calls, operation, shape, introspection } = planned;
    const conditions = conditionsOf(apiSchema, operation, variables);
    const run: PlanRun = {
      ...{ data, found: foundPlaces(data), told: [], failed: new Map(), absent: new Map() },
      ...{ variables, conditions, scope, schema: fullSchema, executorOf, send, requirementOf, hidesTypes },
      isAsked: askedBy(operation, planned.fragments),
    };
    for (const error of errors) tell(run, error, error.path);
    const completion = () => completionOf(run, planned, options, restriction);
    const isMutation = operation.operation === "mutation";
    await runCalls(isMutation ? { ...run, isLost: lostMutation(completion()) } : run, calls);
    if (shape && run.told.length === 0) {
      const shaped = shape(data, conditions, run.absent);
      if (shaped) return { data: shaped };
    }
    tellBelow(run);
    const introspected = introspection && (await introspect(apiSchema, introspection, variables));
    Object.assign(data, introspected?.data);
    const completed = complete(completion());
    const all = [...completed.errors, ...(introspected?.errors ?? [])];
    return all.length > 0 ? { data: completed.data, errors: all } : { data: completed.data };
  };

  return {
    schema: apiSchema,
    fullSchema,
    planOf,
    answer,
    execute: async (request) => {
      try {
        const planned = planOf(request);
        return await runOrRepeat(request, planned, (send) => answer(request, planned, {}, [], send));
      } catch (error) {
        if (error instanceof GraphQLError) return { data: null, errors: [error] };
        throw error;
      }
    },
    executeIncrementally: incrementalExecutor(options, planOf),
    close: async () => {},
  };
}

/** Whether something must be asked whatever the variables say. */
function asksSubgraphs({ selectionSet }: OperationDefinitionNode): boolean {
  return selectionSet.selections.some(
    (selection) =>
      selection.kind === Kind.FIELD && selection.directives?.length === 0 && !selection.name.value.startsWith("__"),
  );
}
