import type { DocumentTypeDecoration } from "@graphql-typed-document-node/core";
import { type Execute, SubgraphUnreachableError } from "./executor.ts";
import { serviceCaller } from "./identity.ts";
import type { RequestScope } from "./subgraph.ts";

/** What a call to a neighbour carries on of the request it serves. */
export type CallScope = Pick<RequestScope, "context" | "requestId" | "deadlineAtMs" | "signal">;

/** A neighbour gets this long at most, whatever is left of the request's own deadline. */
const CALL_MS_MAX = 5_000;

/** Asks a neighbour one typed operation. Rejects with the neighbour's first error: a port answers data or a fault. */
export type Ask = <Data, Variables extends Readonly<Record<string, unknown>>>(
  document: DocumentTypeDecoration<Data, Variables>,
  variables: Variables,
  scope: CallScope,
) => Promise<Data>;

/** Asks as the service `from`, on its own account: what the client may see decides nothing here. */
export function asker(execute: Execute, from: string, to: string): Ask {
  return async (document, variables, scope) => {
    const deadlineAtMs = Math.min(scope.deadlineAtMs, Date.now() + CALL_MS_MAX);
    const { context, requestId, signal } = scope;
    const call = { caller: serviceCaller(from), context, requestId, signal, deadlineAtMs };
    const result = await execute({ ...call, document: String(document), variables });
    const [error] = result.errors ?? [];
    // A neighbour whose door or process failed has said nothing about what was asked.
    if (error && (result.isFutile || error.extensions?.code === "TIMEOUT"))
      throw new SubgraphUnreachableError(to, error.message);
    if (error) throw new Error(`${to} answered: ${error.message}`);
    return result.data;
  };
}

/** A scope for work that no request waits for: an event's effect, a job. */
export function backgroundScope(requestId: string, context: CallScope["context"]): CallScope {
  return { requestId, context, deadlineAtMs: Date.now() + CALL_MS_MAX, signal: new AbortController().signal };
}
