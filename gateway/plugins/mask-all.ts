import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ERRORS_TOLD_MAX } from "../execution/add-error.ts";
import type { ClientScope } from "../scope.ts";

/** Lines in the log: of one answer the others are mostly the same. */
const ERRORS_LOGGED_MAX = 20;
/** Only these are logged. */
const MASKED = "INTERNAL_SERVER_ERROR";
const MORE = `More went wrong than is told: these are the first ${ERRORS_TOLD_MAX} errors.`;

/** The errors of one answer as its client may read them. */
export function maskAll(errors: readonly GraphQLFormattedError[], mask: ClientScope["mask"]): GraphQLFormattedError[] {
  const told = errors.slice(0, ERRORS_TOLD_MAX).map((error, index) => mask(error, index >= ERRORS_LOGGED_MAX));
  const isMore = errors.length > ERRORS_TOLD_MAX;
  const unlogged = told.slice(ERRORS_LOGGED_MAX).filter(({ extensions }) => extensions?.code === MASKED);
  if (unlogged.length > 0) mask(new GraphQLError(`${unlogged.length} more errors${isMore ? ", and more" : ""}`));
  return isMore ? [...told, { message: MORE, extensions: told.at(-1)!.extensions }] : told;
}
