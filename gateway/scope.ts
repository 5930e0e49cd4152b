import type { GraphQLFormattedError } from "graphql";
import type { RequestScope } from "#kernel/subgraph.ts";
import type { OperationFacts } from "./operation.ts";
import type { Transport } from "./watch/live-counts.ts";

/** What goes with a client's operation through the gateway. */
export interface ClientScope extends RequestScope {
  /** An error as this client may read it; the log is not told of it where `isQuiet`. */
  readonly mask: (error: GraphQLFormattedError, isQuiet?: boolean) => GraphQLFormattedError;
  readonly facts: OperationFacts;
  readonly transport?: Transport;
}
