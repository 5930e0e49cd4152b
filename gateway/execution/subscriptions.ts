import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { type FetchNode, type PlanNode, QueryPlanner } from "@apollo/query-planner";
import {
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { SubgraphExecutor, SubgraphResult } from "#kernel/executor.ts";
import type { PreparedDocument } from "../documents.ts";
import type { GatewayLimits } from "../limits.ts";
import { LruMap } from "../lru-map.ts";
import type { Outcome } from "../gateway.ts";
import type { Restrict } from "../plugins/access.ts";
import type { ClientScope } from "../scope.ts";
import { complete } from "./complete.ts";
import { invalidVariables } from "./invalid-variables.ts";
import { applyRewrites, type Json } from "./rewrites.ts";
import { runPlan } from "./run-plan.ts";
import { broken, stream } from "./stream.ts";

const PLANS_MAX = 500;

/** A valid subscription and who wants it. */
export interface Subscription {
  readonly prepared: PreparedDocument;
  readonly ast: OperationDefinitionNode;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly scope: ClientScope;
}

export type RunSubscription = (subscription: Subscription) => Promise<Outcome>;

export interface SubscriptionOptions {
  readonly sdl: string;
  /** As clients see it. */
  readonly schema: GraphQLSchema;
  readonly executorOf: (subgraph: string) => SubgraphExecutor;
  readonly restrict: Restrict;
  readonly limits: Pick<GatewayLimits, "eventsWaitingMax" | "queryMsMax">;
}

interface SubscriptionPlan {
  /** Streamed from the subgraph that owns the event. */
  readonly primary: FetchNode;
  /** Fills in what the others know, for each event. */
  readonly rest: PlanNode | undefined;
}

/** Subscriptions across subgraphs: the owner's stream, each of its events completed by the rest of the plan. */
export function subscriptionRunner({
  sdl,
  schema,
  executorOf,
  restrict,
  limits,
}: SubscriptionOptions): RunSubscription {
  const planning = lazily(() => openPlanner(sdl));

  return async ({ prepared, ast, operationName, variables = {}, scope }) => {
    const { caller, context, requestId, deadlineAtMs, signal, mask } = scope;
    const invalid = invalidVariables(schema, ast, variables);
    if (invalid) return { errors: invalid.map(mask) };
    const restriction = restrict(prepared, caller);
    const plan = planning().planOf(restriction ?? prepared, operationName);

    const resultOf = async (event: SubgraphResult, rest: PlanNode | undefined): Promise<FormattedExecutionResult> => {
      const eventScope = { ...scope, deadlineAtMs: Date.now() + limits.queryMsMax };
      const data: Json = structuredClone(event.data ?? {});
      const errors: GraphQLFormattedError[] = [...(event.errors ?? [])];
      applyRewrites(plan?.primary.outputRewrites, data, planning().schema);
      const executeOf = (name: string) => executorOf(name).execute;
      if (rest)
        await runPlan({ data, errors, variables, scope: eventScope, schema: planning().schema, executeOf }, rest);
      const refusalAt = restriction?.refusalAt;
      const result = await complete({
        schema,
        document: prepared.document,
        operationName,
        variables,
        data,
        errors,
        refusalAt,
      });
      return result.errors ? { ...result, errors: result.errors.map(mask) } : (result as FormattedExecutionResult);
    };

    /** Nothing is left that a subgraph could be asked: the answer is the refusal. */
    if (!plan) return resultOf({}, undefined);
    const ended = new AbortController();
    const upstream = await executorOf(plan.primary.serviceName).subscribe({
      ...{ caller, context, requestId, deadlineAtMs, signal: AbortSignal.any([signal, ended.signal]) },
      document: plan.primary.operation,
      variables: pick(variables, plan.primary.variableUsages),
    });
    if (!(Symbol.asyncIterator in upstream)) return resultOf(upstream, undefined);
    const work = (event: SubgraphResult) => resultOf(event, event.data ? plan.rest : undefined);
    const faultOf = (error: GraphQLError) => new GraphQLError(error.message, mask(error));
    return stream({ upstream, work, faultIn, waitingMax: limits.eventsWaitingMax, signal, ended, faultOf });
  };
}

/** An event without so much as null for data is none: the owner refuses, or its stream broke. */
function faultIn({ data, errors }: SubgraphResult): GraphQLError | undefined {
  if (data !== undefined) return undefined;
  const [error] = errors ?? [];
  const isOurs = !error?.extensions?.code || error.extensions.code === "INTERNAL_SERVER_ERROR";
  return isOurs ? broken() : new GraphQLError(error.message, { path: error.path, extensions: error.extensions });
}

/** Made when the first subscription comes, so that a start does not wait for a second planner. */
function openPlanner(sdl: string) {
  const supergraph = Supergraph.build(sdl);
  const planner = new QueryPlanner(supergraph);
  const schema = supergraph.schema.toGraphQLJSSchema();
  const plans = new LruMap<string, { readonly plan: SubscriptionPlan | undefined }>(PLANS_MAX);

  const planOf = (
    { hash, document }: PreparedDocument,
    operationName: string | undefined,
  ): SubscriptionPlan | undefined => {
    const key = `${hash} ${operationName ?? ""}`;
    const known = plans.get(key);
    if (known) return known.plan;
    const { node } = planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), document, { operationName }));
    if (node && node.kind !== "Subscription") throw new ClientError("BAD_USER_INPUT", "This is not a subscription.");
    const plan = node && { primary: node.primary, rest: node.rest };
    plans.set(key, { plan });
    return plan;
  };
  return { schema, planOf };
}

function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function pick(variables: Readonly<Record<string, unknown>>, names: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => variables[name] !== undefined).map((name) => [name, variables[name]]),
  );
}
