import type { Subscribe, SubgraphResult } from "#kernel/executor.ts";
import type { Span } from "#kernel/span.ts";

/** A request to a subgraph, each try by itself. */
export function beginCall(asker: Span, what: "fetch" | "subscribe", subgraph: string): Span {
  return asker.child(`${what} ${subgraph}`, "client", { "graphql.subgraph.name": subgraph });
}

/** With the code of the first error: the subgraph's, or ours where it could not be asked. */
export function endCall(span: Span, { errors }: Pick<SubgraphResult, "errors">, outcome: string): void {
  span.set({ "graphql.call.outcome": outcome });
  if (errors?.length) span.fail(String(errors[0]!.extensions?.code ?? "INTERNAL_SERVER_ERROR"));
  span.end();
}

/** Opens a stream; its span is over when there is one, or when it is refused. */
export function subscribeWithin(asker: Span, subgraph: string, subscribe: Subscribe): Subscribe {
  return async (request) => {
    const span = beginCall(asker, "subscribe", subgraph);
    try {
      const outcome = await subscribe({ ...request, span });
      const isStream = Symbol.asyncIterator in outcome;
      endCall(span, isStream ? {} : outcome, isStream ? "answered" : "refused");
      return outcome;
    } catch (error) {
      span.fail("SERVICE_UNAVAILABLE");
      endCall(span, {}, "unreachable");
      throw error;
    }
  };
}
