import type { NativePlan } from "./native-plan.ts";

/**
 * A process of its own for the native planner, because a fault in native code ends the process that it happens in. Its
 * parent sends a supergraph, then operations one by one.
 */
export type PlannerRequest = { readonly supergraphSdl: string } | PlanRequest;

export interface PlanRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  /** Of @override, that are on. */
  readonly labels: readonly string[];
  /** Decides about `percent(p)`. */
  readonly percentage: number;
}

export type OpenReply = { readonly percentages: readonly number[] } | PlannerFault;
export type PlanReply = { readonly plan: NativePlan } | PlannerFault;
export interface PlannerFault {
  readonly fault: string;
}

/** What we use of the package. It is optional, so that its own types may be missing. */
interface NativePlanner {
  readonly overridePercentages: readonly number[];
  plan(query: string, operationName: string | undefined, labels: ReadonlySet<string>, percentage: number): NativePlan;
}

const PACKAGE = "@graphql-hive/router-query-planner";

let planner: NativePlanner | undefined;

process.on("disconnect", () => process.exit());
process.on("message", (request: PlannerRequest) => {
  void answer(request)
    .catch((error: unknown): PlannerFault => ({ fault: String(error) }))
    .then((reply) => process.send?.(reply));
});

async function answer(request: PlannerRequest): Promise<OpenReply | PlanReply> {
  if ("supergraphSdl" in request) {
    const { QueryPlanner } = await import(PACKAGE);
    const opened: NativePlanner = new QueryPlanner(request.supergraphSdl);
    planner = opened;
    return { percentages: opened.overridePercentages };
  }
  const { query, operationName, labels, percentage } = request;
  return { plan: planner!.plan(query, operationName, new Set(labels), percentage) };
}
