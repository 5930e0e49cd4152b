import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { ERRORS_TOLD_MAX } from "../execution/add-error.ts";
import type { ClientScope } from "../scope.ts";

/** Lines in the log: of one answer the others are mostly the same. */
const ERRORS_LOGGED_MAX = 20;
const MORE = `More went wrong than is told: these are the first ${ERRORS_TOLD_MAX} errors.`;

/** The errors of one answer as its client may read them. */
export function maskAll(errors: readonly GraphQLFormattedError[], mask: ClientScope["mask"]): GraphQLFormattedError[] {
  const told = errors.slice(0, ERRORS_TOLD_MAX).map((error, index) => mask(error, index >= ERRORS_LOGGED_MAX));
  const isMore = errors.length > ERRORS_TOLD_MAX;
  const isUnlogged = ({ extensions }: GraphQLFormattedError) => extensions?.code === "INTERNAL_SERVER_ERROR";
  if (!isMore && !told.slice(ERRORS_LOGGED_MAX).some(isUnlogged)) return told;
  const rest = mask(new GraphQLError(`${told.length - ERRORS_LOGGED_MAX} more errors${isMore ? ", and more" : ""}`));
  return isMore ? [...told, { ...rest, message: MORE }] : told;
}
