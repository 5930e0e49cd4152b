import type { FormattedExecutionResult } from "graphql";
import type { Caller, RequestContext } from "#kernel/identity.ts";
import type { Span } from "#kernel/span.ts";
import type { ClientName } from "./plugins/operation-log.ts";
import type { ApiKey } from "./rate-limit/api-keys.ts";
import type { Events } from "./subscriptions/subscriptions.ts";
import type { Transport } from "./watch/live-counts.ts";

/** What a client says of itself: HTTP headers, or the same names in connection_init; asked in lower case. */
export type ClientHeaders = (name: string) => string | undefined;

/** One operation's client: let in, and how its requests are read. */
export interface Client {
  readonly caller: Caller;
  readonly context: RequestContext;
  readonly requestId: string;
  /** Nobody waits for the operation any more. */
  readonly signal: AbortSignal;
  /** Headers that go on to subgraphs: name, value, name, value … */
  readonly forwarded?: readonly string[];
  /** The program, as it says of itself. */
  readonly program?: ClientName;
  readonly transport?: Transport;
  /** What limits by address count by. */
  readonly address?: string;
  /** What limits by API key count by. */
  readonly apiKey?: ApiKey;
  /** Of the request, where somebody traces. */
  readonly span?: Span;
  /** Filled while the operation runs, for whoever tells of it though its client is gone before it is answered. */
  readonly facts?: OperationFacts;
}

export interface Operation {
  /** Absent where an id stands for it. */
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** As it came: whoever knows ids looks at it. */
  readonly documentId?: unknown;
}

/** What the access line and the metrics tell of an operation; grows while it runs. */
export interface OperationFacts {
  operationName: string | undefined;
  operationType: string | undefined;
  /** Whether the plan was known; without one nothing was planned. */
  plan: "hit" | "miss" | undefined;
  /** Calls to subgraphs. */
  fetches: number;
  /** As estimated. */
  cost: number | undefined;
  /** What it did cost, where rates by cost are limited and it came to its end. */
  actualCost?: number;
  readonly errorCodes: Set<string>;
}

/** An answer, and apart from it what is told of it: whoever tells it later does not hold the answer until then. */
export interface Answered<Answer> {
  readonly facts: Readonly<OperationFacts>;
  readonly answer: Answer;
}

export type Outcome = FormattedExecutionResult | Events;

export function noFacts(): OperationFacts {
  return {
    operationName: undefined,
    operationType: undefined,
    plan: undefined,
    fetches: 0,
    cost: undefined,
    errorCodes: new Set(),
  };
}

/** Of what did not come to be an operation. */
export function factsOf(refusal?: { readonly code: string }): OperationFacts {
  const facts = noFacts();
  if (refusal) facts.errorCodes.add(refusal.code);
  return facts;
}

/** Of what its client did not wait for. Others may wait for it still, so that the facts themselves stay as they are. */
export function factsOfGone(facts: Readonly<OperationFacts>): OperationFacts {
  return { ...facts, errorCodes: new Set(["CLIENT_CLOSED"]) };
}
