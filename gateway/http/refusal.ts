import type { ClientError, FaultCode } from "#kernel/errors.ts";

/** Why a request is not run: what its client reads, and how HTTP says it. */
export interface Refusal {
  readonly status: number;
  readonly code: FaultCode;
  /** Says how to mend it. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the error's `extensions`. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Codes that have a status of their own; the others tell of mistakes in the request. */
export const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
  TIMEOUT: 504,
};

/** Said by the connection, to a request that is not there whole in time (RFC 9110, 15.5.9). */
export const BODY_TOO_LATE = 408;

/** A status of its own for what HTTP has one for (RFC 9110, 15.5), 400 for the rest. */
export function refusal(status: number, message: string, extra: Pick<Refusal, "headers" | "extensions"> = {}): Refusal {
  return { status, code: "BAD_USER_INPUT", message, ...extra };
}

export function refusalOf({ message, extensions: { code, ...extensions } }: ClientError): Refusal {
  const headers = retryAfter(extensions);
  return { status: STATUS[code as FaultCode] ?? 400, code: code as FaultCode, message, headers, extensions };
}

/** What an error says of when to come again, as HTTP says it (RFC 9110, 10.2.3). */
export function retryAfter({ retryAfterSeconds }: Readonly<Record<string, unknown>>): Refusal["headers"] {
  return typeof retryAfterSeconds === "number" ? { "retry-after": String(retryAfterSeconds) } : undefined;
}

/** For the layer that has read the document: GET changes nothing (GraphQL over HTTP, GET). */
export function mutationOverGet(): Refusal {
  return refusal(405, "Send mutations by POST: GET runs queries only.", { headers: { allow: "POST" } });
}

/** For the layer that has read the document: a single answer cannot carry a subscription. */
export function eventsNotAccepted(): Refusal {
  return refusal(
    406,
    "To subscribe, accept text/event-stream or multipart/mixed;subscriptionSpec=1.0, or use the websocket at this path (graphql-transport-ws).",
  );
}

export function nothingAccepted(): Refusal {
  return refusal(406, "Accept application/graphql-response+json, application/json or text/event-stream.");
}
