import type { Span } from "#kernel/span.ts";
import type { OperationFacts } from "../operation.ts";
import type { RequestRecord } from "../plugins/operation-log.ts";

type Told = Pick<RequestRecord, "client" | "requestId" | "transport" | "status">;

/**
 * Ends the span of a request with what is known by then, in OpenTelemetry's words (semantic conventions, GraphQL).
 * Neither documents nor variables, which may hold secrets. Names of operations are attributes: clients make them up.
 */
export function endRequestSpan(span: Span, operations: readonly Readonly<OperationFacts>[], record: Told): void {
  if (span.isKept) tell(span, operations, record);
  span.end();
}

function tell(span: Span, operations: readonly Readonly<OperationFacts>[], record: Told): void {
  const [first] = operations;
  const { client, requestId, transport, status } = record;
  const codes = new Set(operations.flatMap(({ errorCodes }) => [...errorCodes]));
  if (codes.size > 0) span.fail([...codes].join(" "));
  span.set({
    ...{ "graphql.client.name": client.name, "graphql.client.version": client.version },
    ...{ "graphql.request.id": requestId, "graphql.transport": transport, "http.response.status_code": status },
    "graphql.fetches": sumOf(operations, ({ fetches }) => fetches),
    "graphql.cost": sumOf(operations, ({ cost = 0 }) => cost),
  });
  if (operations.length > 1) {
    span.rename("batch");
    span.set({ "graphql.batch.size": operations.length });
  } else if (first?.operationType) {
    span.rename(first.operationType);
    const { operationType: type, operationName: name, plan } = first;
    span.set({ "graphql.operation.type": type, "graphql.operation.name": name, "graphql.plan": plan });
  }
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
