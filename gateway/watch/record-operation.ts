import type { Log } from "#kernel/log.ts";
import type { OperationFacts } from "../operation.ts";
import { logOperation, type RequestRecord } from "../plugins/operation-log.ts";
import type { Metrics } from "./metrics.ts";

/** An operation that is over, in the access log and in the metrics. */
export function recordOperation(
  metrics: Metrics | undefined,
  log: Log,
  record: RequestRecord,
  facts: Readonly<OperationFacts>,
): void {
  logOperation(log, record, facts);
  if (!metrics) return;
  const { client, ms } = record;
  const { operationName, operationType, fetches, cost = 0, errorCodes } = facts;
  const [firstCode = "ok"] = errorCodes;
  metrics.operation({
    operationName,
    operationType,
    clientName: client.name,
    clientVersion: client.version,
    outcome: firstCode,
    seconds: ms / 1_000,
    fetches,
    cost,
  });
}
