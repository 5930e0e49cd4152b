import { z } from "zod";
import { IDEMPOTENCY_KEY_LENGTH_MAX } from "#kernel/idempotency.ts";
import { AUTHOR_NAME_LENGTH_MAX, BODY_LENGTH_MAX, type Stars, TITLE_LENGTH_MAX } from "../domain/review.ts";

/** What cannot be shown; PostgreSQL refuses to keep the first of them at all. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;
const UNPRINTABLE_BUT_LINES = /[^\P{Cc}\n\r\t]|\p{Cs}/u;

const stars = z
  .number()
  .int()
  .min(1, "Give 1 to 5 stars.")
  .max(5, "Give 1 to 5 stars.")
  .transform((value) => value as Stars);
const title = wordsOf("A title", TITLE_LENGTH_MAX, UNPRINTABLE);
const body = wordsOf("A review", BODY_LENGTH_MAX, UNPRINTABLE_BUT_LINES);

export const reviewCreateInput = z.object({
  productId: z.string(),
  stars,
  title: title.default(null),
  body: body.default(null),
  authorName: wordsOf("A name", AUTHOR_NAME_LENGTH_MAX, UNPRINTABLE).default(null),
  idempotencyKey: z
    .string()
    .min(1, "A key has at least one character.")
    .max(IDEMPOTENCY_KEY_LENGTH_MAX, `A key has at most ${IDEMPOTENCY_KEY_LENGTH_MAX} characters.`)
    .refine((text) => !UNPRINTABLE.test(text), "A key has no control characters."),
});

export const reviewUpdateInput = z.object({
  id: z.string(),
  expectedVersion: z.number().nullable().default(null),
  stars: stars.optional(),
  title: title.optional(),
  body: body.optional(),
});

/** Text as people type it: trimmed, and empty is none. */
function wordsOf(what: string, lengthMax: number, forbidden: RegExp) {
  return z
    .string()
    .trim()
    .max(lengthMax, `${what} has at most ${lengthMax} characters.`)
    .refine((text) => !forbidden.test(text), `${what} is plain text without control characters.`)
    .nullable()
    .transform((text) => text || null);
}
