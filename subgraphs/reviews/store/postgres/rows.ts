import { idFromUuid, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Review } from "../../domain/review.ts";
import type { ReviewRow } from "./entities.ts";

export function reviewOf(row: ReviewRow): Review {
  return {
    ...row,
    id: idFromUuid(PREFIXES.Review, row.id),
    productId: idFromUuid(PREFIXES.Product, row.productId),
    authorId: idFromUuid(PREFIXES.User, row.authorId),
  };
}

export function rowOf(review: Review): ReviewRow {
  return {
    ...review,
    id: known(uuidOf(PREFIXES.Review, review.id)),
    productId: known(uuidOf(PREFIXES.Product, review.productId)),
    authorId: known(uuidOf(PREFIXES.User, review.authorId)),
  };
}

/** The UUIDs of the ids that are of this kind; the others cannot have a row. */
export function uuidsOf(prefix: string, ids: readonly string[]): string[] {
  return ids.map((id) => uuidOf(prefix, id)).filter((uuid) => uuid !== undefined);
}

function known(uuid: string | undefined): string {
  if (uuid === undefined) throw new TypeError("A review to be kept has a malformed id");
  return uuid;
}
