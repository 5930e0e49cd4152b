import type { GraphQLError } from "graphql";
import { addError, ERRORS_TOLD_MAX } from "./add-error.ts";
import type { Told } from "./fetch-errors.ts";
import { isWithin, type ResponsePath } from "./places.ts";

/** What the client sees so far. */
export interface Seen {
  readonly errors: readonly GraphQLError[];
  /** Places that are null because nothing came, without an error of their own. */
  readonly unexplained: readonly ResponsePath[];
  /** The client's name of a field that stands under another one in the data. */
  readonly nameOf: (responseName: string) => string;
  /** Whether the client asks for a field at a path in the data. */
  readonly isAsked: (path: ResponsePath) => boolean;
  visible(path: ResponsePath): VisiblePart;
}

/** How much of a path there is in the answer, and whether it ends in null. */
export interface VisiblePart {
  readonly path: ResponsePath;
  readonly isNull: boolean;
}

/**
 * Errors at places that the client does not see: told at the null that they led to, or at what stayed empty beside them,
 * unless an error is told there. What failed in vain, because nobody needed it, is not told.
 */
export function unseenErrors(unseen: readonly Told[], seenSoFar: Seen): GraphQLError[] {
  const { errors, unexplained, visible } = seenSoFar;
  const all = [...errors];
  const isTold = (place: ResponsePath) =>
    all.some(({ path }) => path && (isWithin(path, place) || isWithin(place, path)));
  /** A null that rose may have taken it along. */
  const isThere = (place: ResponsePath) => visible(place).path.length === place.length;
  for (const { path, message, extensions, isPassedOn } of unseen) {
    if (isPassedOn) continue;
    if (all.length > ERRORS_TOLD_MAX) break;
    const tellAt = (place: ResponsePath | undefined) =>
      addError(all, message, { path: place?.length ? place : undefined, extensions });
    if (!path) {
      tellAt(undefined);
      continue;
    }
    const own = clientPath(path, seenSoFar);
    const seen = visible(own);
    const beside = seen.path.length < own.length ? seen.path : seen.path.slice(0, -1);
    if (seen.isNull) {
      // It rose from where something stayed empty.
      const source = unexplained.find((place) => isWithin(place, own.slice(0, -1)));
      if (!isTold(seen.path)) tellAt(source ?? seen.path);
      continue;
    }
    for (const place of unexplained) if (isWithin(place, beside) && isThere(place) && !isTold(place)) tellAt(place);
  }
  return all.slice(errors.length);
}

/** Stands in a path for what the client has not asked for; no field has this name. */
const NOTHING = "";

/** What only we asked for may stand under the name of a field of the client's that has given way. */
function clientPath(path: ResponsePath, { nameOf, isAsked }: Seen): ResponsePath {
  return path.map((key, index) => {
    if (typeof key === "number") return key;
    return isAsked(path.slice(0, index + 1)) ? nameOf(key) : NOTHING;
  });
}

export function visiblePart(path: ResponsePath, data: unknown): VisiblePart {
  let value = data;
  for (const [index, key] of path.entries()) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key))
      return { path: path.slice(0, index), isNull: value === null };
    value = (value as Record<string | number, unknown>)[key];
  }
  return { path, isNull: value === null };
}
