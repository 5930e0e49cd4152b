/**
 * Traces, as the gateway knows them. Where nobody traces there is no tracer, and `tracer?.begin(…)`, `span?.child(…)`
 * make nothing at all.
 */
export interface Tracer {
  /** The span of a request. What its headers say of a trace it belongs to is believed as far as its sender is. */
  begin(name: string, headers?: (name: string) => string | undefined, isTrustedPeer?: boolean): Span;
  /** Sends what is still to be sent. */
  close(): Promise<void>;
}

/** Something that takes time: a request, a node of its plan, a call to a subgraph. */
export interface Span {
  /** False: this trace is not kept, and attributes for it are a waste. */
  readonly isKept: boolean;
  child(name: string, kind: "internal" | "client", attributes?: SpanAttributes): Span;
  /** When more is known than at its beginning. */
  rename(name: string): void;
  set(attributes: SpanAttributes): void;
  /** Adds the headers by which the called service goes on with this trace (W3C Trace Context). */
  carry(headers: Record<string, string>): void;
  /** With what went wrong, if anything did. */
  end(fault?: string): void;
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A GraphQL operation in OpenTelemetry's words (semantic conventions, GraphQL); the document may hold secrets. */
export function operationAttributes(
  operationType: string | undefined,
  operationName: string | undefined,
  client: { readonly name?: string; readonly version?: string },
): SpanAttributes {
  return {
    "graphql.operation.type": operationType,
    "graphql.operation.name": operationName,
    "graphql.client.name": client.name,
    "graphql.client.version": client.version,
  };
}
