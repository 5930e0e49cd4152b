import { GraphQLError, type GraphQLErrorOptions } from "graphql";

/** Of one answer, or of one of its parts; then clients are told that there are more. */
export const ERRORS_TOLD_MAX = 1_000;

/** One more than is told is taken, by which it is known that there are more; the rest costs nothing. */
export function addError(errors: GraphQLError[], message: string, options: GraphQLErrorOptions): void {
  if (errors.length <= ERRORS_TOLD_MAX) errors.push(new GraphQLError(message, options));
}
