import { type FormattedExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import type { PreparedDocument } from "../documents.ts";
import type { Restriction } from "../plugins/access.ts";
import type { ClientScope } from "../scope.ts";
import type { IncrementalAnswer } from "./incremental-answer.ts";

/** A valid operation, what is left of it for its caller, and whoever asks. */
export interface EngineRequest {
  readonly prepared: PreparedDocument;
  readonly ast: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** What is taken out of the document for this caller. */
  readonly restriction: Restriction | undefined;
  /** Of @override(label:), those that are on for this request. */
  readonly labels?: ReadonlySet<string>;
  readonly scope: ClientScope;
}

/** Answers queries and mutations from subgraphs: our own core, or Apollo's. Errors are not masked yet. */
export interface Engine {
  /** As clients see it. */
  readonly schema: GraphQLSchema;
  execute(request: EngineRequest): Promise<FormattedExecutionResult>;
  /** In parts, errors masked; undefined, at once, where nothing is deferred. `ended` resolves when no more will come. */
  executeIncrementally?(
    request: EngineRequest,
  ): Promise<IncrementalAnswer & { readonly ended: Promise<void> }> | undefined;
  close(): Promise<void>;
}
