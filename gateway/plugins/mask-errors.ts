import { GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Log } from "#kernel/log.ts";

const GENERIC = "Something went wrong on our side.";
/** What the layers below call faults of their own: none of it is for clients. */
const OURS: readonly unknown[] = [
  undefined,
  "",
  "INTERNAL_SERVER_ERROR",
  "DOWNSTREAM_SERVICE_ERROR",
  "INVALID_GRAPHQL",
];
/** Apollo Server's words for requests that are wrong in themselves. */
const REQUEST_CODES: readonly unknown[] = ["BAD_REQUEST", "OPERATION_RESOLUTION_FAILURE"];
/** Also of what stands in an error beside its message. */
const TEXT_CHARS_MAX = 200;

const isText = (value: unknown) => typeof value === "string" && value.length <= TEXT_CHARS_MAX;
const isNumber = (value: unknown) => typeof value === "number";
/** What clients may read beside the code: a subgraph may say anything, and means it for itself. */
const OPEN: Readonly<Record<string, (value: unknown) => boolean>> = {
  argument: isText,
  limit: isText,
  value: isNumber,
  cost: isNumber,
  retryAfterSeconds: isNumber,
  retryable: (value) => typeof value === "boolean",
};

/**
 * An error as clients may read it: a code, the request's id, and nothing of how we are made.
 * @param passed further members of `extensions` that whoever runs the gateway lets through
 */
export function maskError(
  error: GraphQLFormattedError,
  requestId: string,
  log: Log,
  passed: readonly string[] = [],
): GraphQLFormattedError {
  const { message, locations, path, extensions } = error instanceof GraphQLError ? error.toJSON() : error;
  const said = isText(extensions?.code) ? extensions!.code : undefined;
  if (OURS.includes(said)) {
    if (extensions?.requestId === undefined) log.error({ error: message, path, requestId }, "an operation failed");
    return { message: GENERIC, locations, path, extensions: { code: "INTERNAL_SERVER_ERROR", requestId } };
  }
  const told: Record<string, unknown> = {};
  for (const name in OPEN) if (OPEN[name]!(extensions![name])) told[name] = extensions![name];
  for (const name of passed) if (Object.hasOwn(extensions!, name)) told[name] = extensions![name];
  const code = REQUEST_CODES.includes(said) ? "BAD_USER_INPUT" : said;
  const text = typeof message === "string" && message !== "" ? message : GENERIC;
  return { message: text, locations, path, extensions: { ...told, code, requestId } };
}
