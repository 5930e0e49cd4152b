import type { GraphQLFormattedError } from "graphql";
import type { RequestScope } from "#kernel/subgraph.ts";
import type { OperationFacts } from "./operation.ts";
import type { Transport } from "./watch/live-counts.ts";

/** What goes with a client's operation through the gateway. */
export interface ClientScope extends RequestScope {
  /** An error as this client may read it. */
  readonly mask: (error: GraphQLFormattedError) => GraphQLFormattedError;
  readonly facts: OperationFacts;
  readonly transport?: Transport;
}
