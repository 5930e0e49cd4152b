import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import type { ClientScope } from "../scope.ts";
import type { Call } from "./call-graph.ts";

/** Asks the call's subgraph. */
export type Send = (call: Call, request: SubgraphRequest) => Promise<SubgraphResult>;

export function sendTo(executorOf: (subgraph: string) => SubgraphExecutor): Send {
  return (call, request) => executorOf(call.service).execute(request);
}

/** What is asked of a subgraph on a client's behalf. Put together by spreading, it would take longer than to find out what. */
export function requestOf(
  scope: ClientScope,
  asked: Pick<SubgraphRequest, "document" | "variables" | "body" | "isMutation" | "known">,
): SubgraphRequest {
  const { caller, context, requestId, deadlineAtMs, signal, forwarded, hearHeaders, takesKept, span } = scope;
  const { document, variables, body, isMutation, known } = asked;
  return {
    document,
    variables,
    body,
    isMutation,
    known,
    hear: undefined,
    caller,
    context,
    requestId,
    deadlineAtMs,
    signal,
    forwarded,
    hearHeaders,
    takesKept,
    span,
  };
}
