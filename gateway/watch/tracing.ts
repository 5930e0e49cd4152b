import type { Span } from "#kernel/span.ts";

/**
 * Traces, as the gateway knows them. Where nobody traces there is no tracer, and `tracer?.begin(…)`, `span?.child(…)`
 * make nothing at all.
 */
export interface Tracer {
  /** The span of a request. What its headers say of a trace it belongs to is believed as far as its sender is. */
  begin(name: string, headers?: (name: string) => string | undefined, isTrustedPeer?: boolean): Span;
  /** A trace of its own that says which span led to it: that one may be long over, or take hours. */
  beginAfter(cause: Span | undefined, name: string): Span;
  /** Sends what is still to be sent. */
  close(): Promise<void>;
}

/** They are the tracer's to write, so that none is forwarded as it came. */
export const TRACE_HEADERS: readonly string[] = ["traceparent", "tracestate"];
