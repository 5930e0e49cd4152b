import type { Log } from "#kernel/log.ts";

/** Which program of a client asks, as it says of itself. */
export interface ClientName {
  readonly name?: string;
  readonly version?: string;
}

/** One operation, as its access line tells it. */
export interface OperationRecord {
  readonly requestId: string;
  readonly transport: "http" | "websocket";
  readonly operationName: string | undefined;
  readonly operationType: string | undefined;
  readonly client: ClientName;
  readonly subject: string | null;
  readonly status: number | undefined;
  readonly ms: number;
  readonly errorCodes: ReadonlySet<string>;
}

const NAME_LENGTH_MAX = 100;

export function logOperation(log: Log, record: OperationRecord): void {
  const { errorCodes, ...fields } = record;
  log.info({ ...fields, ...(errorCodes.size > 0 ? { errorCodes: [...errorCodes] } : {}) }, "operation");
}

/** Apollo's clients and others name the same two things differently; on a websocket they stand in connection_init. */
export function clientNameOf(header: (name: string) => string | undefined): ClientName {
  const first = (names: readonly string[]) => names.map(header).find(Boolean)?.slice(0, NAME_LENGTH_MAX);
  return {
    name: first(["apollographql-client-name", "graphql-client-name", "x-graphql-client-name"]),
    version: first(["apollographql-client-version", "graphql-client-version", "x-graphql-client-version"]),
  };
}
