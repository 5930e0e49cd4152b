import type { Span } from "#kernel/span.ts";
import type { Call } from "./call-graph.ts";
import type { PlanRun } from "./run-calls.ts";

/** A call of the plan as a span, around what is asked for it: one request, or several that are tried again or apart. */
export async function runTraced(
  operation: Span,
  run: PlanRun,
  call: Call,
  runCall: (run: PlanRun, call: Call) => Promise<unknown>,
): Promise<void> {
  const { service, members, part } = call;
  const span = operation.child(`call ${service}`, "internal", {
    "graphql.subgraph.name": service,
    "graphql.call.fetches": members.length,
    "graphql.call.part": part || undefined,
  });
  try {
    await runCall({ ...run, scope: { ...run.scope, span } }, call);
  } finally {
    span.end();
  }
}
