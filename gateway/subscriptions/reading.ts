import type { FormattedExecutionResult } from "graphql";
import type { SubgraphResult } from "#kernel/executor.ts";
import { copyOf } from "#kernel/plain-data.ts";
import type { EngineRequest } from "../execution/engine.ts";
import type { OwnEngine, PlannedOperation } from "../execution/own-engine.ts";
import { applyRewrites, type Json } from "../execution/rewrites.ts";
import type { Graph } from "../graph.ts";
import { maskAll } from "../plugins/mask-all.ts";
import type { ClientScope } from "../scope.ts";
import { identityClassOf } from "./identity-class.ts";

/** The supergraph that serves. Subscriptions outlive it. */
export interface LiveGraph extends Pick<Graph, "streamsOf" | "adopt"> {
  readonly events: Pick<OwnEngine, "planOf" | "answer" | "fullSchema">;
}

/** A subscription as one supergraph reads it: planned. */
export interface Reading {
  readonly graph: LiveGraph;
  readonly request: EngineRequest;
  readonly plan: PlannedOperation;
}

export function readingOf(graph: LiveGraph, request: EngineRequest): Reading {
  return { graph, request, plan: graph.events.planOf(request) };
}

/** What is asked of the subgraph that streams; undefined when there is nothing left that it could be asked. */
export interface Source {
  readonly service: string;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Equal for those who get the same events. */
  readonly key: string;
}

export function sourceOf({ request, plan }: Reading): Source | undefined {
  if (!plan.primary) return undefined;
  const { serviceName: service, operation: document, variableUsages = [] } = plan.primary;
  const used = variableUsages.filter((name) => Object.hasOwn(request.variables, name));
  const variables = Object.fromEntries(used.map((name) => [name, request.variables[name]]));
  const key = JSON.stringify([service, document, variables, identityClassOf(request.scope)]);
  return { service, document, variables, key };
}

/** Equal for those of one source to whom an event is answered with the same text. */
export function audienceKeyOf({ request: { prepared, operationName, restriction, variables } }: Reading): string {
  return JSON.stringify([prepared.hash, operationName, restriction?.hash, variables]);
}

/** An event, completed by the rest of the plan. */
export async function answerEvent(
  { graph: { events }, request, plan }: Reading,
  { data, errors = [] }: SubgraphResult,
  scope: ClientScope,
): Promise<FormattedExecutionResult> {
  const own: Json = copyOf(data ?? {});
  applyRewrites(plan.primary?.outputRewrites, own, events.fullSchema);
  const result = await events.answer({ ...request, scope }, data ? plan : { ...plan, calls: [] }, own, errors);
  return result.errors ? { ...result, errors: maskAll(result.errors, scope.mask) } : result;
}
