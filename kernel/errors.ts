import { GraphQLError } from "graphql";

/** Codes of top-level errors. Refusals of a mutation are typed in its payload instead and never appear here. */
export type FaultCode =
  | "BAD_USER_INPUT"
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "RATE_LIMITED"
  | "SCHEMA_CHANGED"
  | "TIMEOUT"
  | "SERVICE_UNAVAILABLE"
  | "INTERNAL_SERVER_ERROR"
  | PersistedQueryCode;

/** As Apollo's clients and router name what can be wrong with an operation that is asked for by its id. */
type PersistedQueryCode =
  | "PERSISTED_QUERY_NOT_FOUND"
  | "PERSISTED_QUERY_NOT_SUPPORTED"
  | "PERSISTED_QUERY_NOT_IN_LIST"
  | "PERSISTED_QUERY_ID_REQUIRED"
  | "QUERY_NOT_IN_SAFELIST"
  | "CANNOT_SEND_PQ_ID_AND_BODY";

/** An error made to be read by the client: its message and code pass the mask. */
export class ClientError extends GraphQLError {
  constructor(code: FaultCode, message: string, extensions: Record<string, unknown> = {}) {
    super(message, { extensions: { code, ...extensions } });
    this.name = "ClientError";
  }
}

/** `argument` names what is wrong, the message says how to mend it. */
export function badInput(argument: string, message: string): ClientError {
  return new ClientError("BAD_USER_INPUT", message, { argument });
}

export function unauthenticated(): ClientError {
  return new ClientError("UNAUTHENTICATED", "Sign in first: send a valid access token as Authorization: Bearer ….");
}

export function forbidden(): ClientError {
  return new ClientError("FORBIDDEN", "The access token does not allow this.");
}
