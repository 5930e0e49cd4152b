import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Log } from "#kernel/log.ts";

const GENERIC = "Something went wrong on our side.";
/** What the layers below call faults of their own: none of it is for clients. */
const OURS: readonly unknown[] = [undefined, "INTERNAL_SERVER_ERROR", "DOWNSTREAM_SERVICE_ERROR", "INVALID_GRAPHQL"];
/** Apollo Server's words for requests that are wrong in themselves. */
const REQUEST_CODES: readonly unknown[] = ["BAD_REQUEST", "OPERATION_RESOLUTION_FAILURE"];
/** Members of `extensions` that are about us, not about the request. */
const PRIVATE: readonly string[] = ["serviceName", "stacktrace", "exception", "http", "originalError"];

/** An error as clients may read it: a code, the request's id, and nothing of how we are made. */
export function maskError(error: GraphQLFormattedError, requestId: string, log: Log): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = error instanceof GraphQLError ? error.toJSON() : error;
  if (OURS.includes(extensions.code)) {
    if (extensions.requestId === undefined) log.error({ error: message, path, requestId }, "an operation failed");
    return { message: GENERIC, locations, path, extensions: { code: "INTERNAL_SERVER_ERROR", requestId } };
  }
  const open = Object.entries(extensions).filter(([name]) => !PRIVATE.includes(name));
  const code = REQUEST_CODES.includes(extensions.code) ? "BAD_USER_INPUT" : extensions.code;
  return { message, locations, path, extensions: { ...Object.fromEntries(open), code, requestId } };
}
