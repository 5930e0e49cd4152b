import { type DocumentNode, GraphQLError } from "graphql";
import { LruMap } from "../lru-map.ts";
import { activeDefer, deferVariables } from "../planning/defer-directive.ts";
import { type CallGraph, joinCalls, placedFetches } from "./call-graph.ts";
import { cutEntities } from "./cut-entities.ts";
import { type DeferredNeeds, deferredNeeds } from "./deferred-needs.ts";
import type { EngineRequest } from "./engine.ts";
import { conditionsOf } from "./operation-parts.ts";
import type { OwnEngine, OwnEngineOptions, PlannedOperation } from "./own-engine.ts";
import type { ReadOperation } from "./read-operation.ts";
import type { PlanRun } from "./run-calls.ts";
import { splitDeferred } from "./split-deferred.ts";

/** Variables turn fragments on and off: so many choices of theirs are kept ready for an operation. */
const VARIANTS_MAX = 16;
/** Each part may cost a subgraph a request of its own; what defers more is answered as a whole. */
const PARTS_MAX = 32;

/** An operation with @defer made ready to run, each of its calls for the parts that wait for it. */
export interface DeferredOperation extends ReadOperation, Pick<DeferredNeeds, "partAt"> {
  readonly calls: CallGraph;
}

/** Kept as long as their plans, which are those without @defer; undefined where nothing is deferred. */
export function deferredOperations(
  options: OwnEngineOptions,
  planOf: OwnEngine["planOf"],
): (request: EngineRequest) => DeferredOperation | undefined {
  const { apiSchema } = options;
  const switches = new WeakMap<DocumentNode, readonly string[] | "none">();
  const kept = new WeakMap<PlannedOperation, LruMap<string, DeferredOperation | "none">>();

  const split = (planned: PlannedOperation, conditions: PlanRun["conditions"]): DeferredOperation | "none" => {
    const needs = deferredNeeds(apiSchema, planned, (selection) => activeDefer(selection, conditions));
    // Fields that must not see what others require are asked apart, and put together at the end.
    if (needs.partsCount === 0 || needs.partsCount > PARTS_MAX) return "none";
    const { fetches, partOf } = splitDeferred(cutEntities(placedFetches(planned.node), needs, options), needs);
    return { ...planned, partAt: needs.partAt, calls: joinCalls(fetches, partOf) };
  };

  return (request) => {
    const { ast, variables, prepared } = request;
    const names = switches.get(prepared.document) ?? deferVariables(prepared.document) ?? "none";
    switches.set(prepared.document, names);
    const planned = names === "none" ? undefined : attempt(() => planOf(request));
    if (names === "none" || !planned) return undefined;
    const conditions = conditionsOf(apiSchema, ast, variables);
    const variants = kept.get(planned) ?? new LruMap<string, DeferredOperation | "none">(VARIANTS_MAX);
    kept.set(planned, variants);
    const key = names.map((name) => conditions[name] !== false).join(" ");
    const known = variants.get(key) ?? split(planned, conditions);
    variants.set(key, known);
    return known === "none" ? undefined : known;
  };
}

/** What cannot be planned is told where the operation is answered as a whole. */
function attempt<Value>(plan: () => Value): Value | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof GraphQLError) return undefined;
    throw error;
  }
}
