import type { Log } from "#kernel/log.ts";
import { logOperation, type OperationRecord } from "../plugins/operation-log.ts";
import type { Metrics } from "./metrics.ts";

/** An operation that is over, in the access log and in the metrics. */
export function recordOperation(metrics: Metrics | undefined, log: Log, record: OperationRecord): void {
  logOperation(log, record);
  const { operationName, operationType, client, ms, fetches = 0, cost = 0, errorCodes } = record;
  metrics?.operation({
    ...{ operationName, operationType, fetches, cost },
    clientName: client.name,
    clientVersion: client.version,
    outcome: errorCodes.size === 0 ? "ok" : [...errorCodes][0]!,
    seconds: ms / 1_000,
  });
}
