/** Something that takes time and is traced: a request, a call of its plan, a request to a subgraph. */
export interface Span {
  /** False: this trace is not kept, and attributes for it are a waste. */
  readonly isKept: boolean;
  child(name: string, kind: "internal" | "client", attributes?: SpanAttributes): Span;
  /** When more is known than at its beginning. */
  rename(name: string): void;
  set(attributes: SpanAttributes): void;
  /** The headers by which the called service goes on with this trace (W3C Trace Context): name, value, name, value … */
  carry(): readonly string[];
  /** What went wrong, as a code: messages may hold what nobody should read there. */
  fail(code: string): void;
  end(): void;
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;
