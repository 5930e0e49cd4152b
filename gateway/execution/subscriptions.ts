import { type FormattedExecutionResult, GraphQLError } from "graphql";
import type { SubgraphResult } from "#kernel/executor.ts";
import type { Outcome } from "../operation.ts";
import type { Graphs } from "../graphs.ts";
import type { GatewayLimits } from "../limits.ts";
import type { EngineRequest } from "./engine.ts";
import { followGraphs } from "./follow-graphs.ts";
import { copyOf } from "./places.ts";
import { applyRewrites, type Json } from "./rewrites.ts";
import { broken, stream } from "./stream.ts";

export type RunSubscription = (request: EngineRequest) => Promise<Outcome>;

export interface SubscriptionOptions {
  readonly graphs: Graphs;
  readonly limits: Pick<GatewayLimits, "eventsWaitingMax" | "queryMsMax">;
}

/** Subscriptions across subgraphs: the owner's stream, each of its events completed by the rest of the plan. */
export function subscriptionRunner({ graphs, limits }: SubscriptionOptions): RunSubscription {
  return async (request) => {
    const { variables, scope } = request;
    const { caller, context, requestId, deadlineAtMs, signal, forwarded, mask } = scope;
    const followed = followGraphs(graphs, request);
    const { graph, plan } = followed.now();
    const { primary } = plan;

    const resultOf = async (event: SubgraphResult): Promise<FormattedExecutionResult> => {
      const { graph, request, plan } = followed.now();
      const eventScope = { ...scope, deadlineAtMs: Date.now() + limits.queryMsMax };
      const data: Json = copyOf(event.data ?? {});
      applyRewrites(plan.primary?.outputRewrites, data, graph.own.fullSchema);
      const planned = event.data ? plan : { ...plan, parts: [] };
      const result = await graph.own.answer({ ...request, scope: eventScope }, planned, data, event.errors ?? []);
      return result.errors ? { ...result, errors: result.errors.map(mask) } : result;
    };

    /** Nothing is left that a subgraph could be asked: the answer is the refusal. */
    if (!primary) return resultOf({ data: {} }).finally(followed.end);
    const ended = new AbortController();
    ended.signal.addEventListener("abort", followed.end, { once: true });
    const upstream = await graph.executorOf(primary.serviceName).subscribe({
      ...{ caller, context, requestId, deadlineAtMs, forwarded, signal: AbortSignal.any([signal, ended.signal]) },
      document: primary.operation,
      variables: pick(variables, primary.variableUsages),
    });
    if (!(Symbol.asyncIterator in upstream)) return resultOf(upstream).finally(followed.end);
    const faultOf = (error: GraphQLError) => new GraphQLError(error.message, mask(error));
    return stream({ upstream, work: resultOf, faultIn, waitingMax: limits.eventsWaitingMax, signal, ended, faultOf });
  };
}

/** An event without so much as null for data is none: the owner refuses, or its stream broke. */
function faultIn({ data, errors }: SubgraphResult): GraphQLError | undefined {
  if (data !== undefined) return undefined;
  const [error] = errors ?? [];
  const isOurs = !error?.extensions?.code || error.extensions.code === "INTERNAL_SERVER_ERROR";
  return isOurs ? broken() : new GraphQLError(error.message, { path: error.path, extensions: error.extensions });
}

function pick(variables: Readonly<Record<string, unknown>>, names: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => variables[name] !== undefined).map((name) => [name, variables[name]]),
  );
}
