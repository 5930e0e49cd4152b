import { z } from "zod";
import { IDEMPOTENCY_KEY_LENGTH_MAX } from "#kernel/idempotency.ts";

const TOKEN_LENGTH_MAX = 255;
const PROVIDER_LENGTH_MAX = 64;
const REASON_LENGTH_MAX = 500;

/** What cannot be shown; PostgreSQL refuses to keep the first of them at all. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

const idempotencyKey = z
  .string()
  .min(1, "A key has at least one character.")
  .max(IDEMPOTENCY_KEY_LENGTH_MAX, `A key has at most ${IDEMPOTENCY_KEY_LENGTH_MAX} characters.`)
  .refine((text) => !UNPRINTABLE.test(text), "A key has no control characters.");

export const paymentStartInput = z.object({
  orderId: z.string(),
  method: z.object({
    token: z.object(
      {
        provider: z.string().max(PROVIDER_LENGTH_MAX, "There is no such provider. Ask `paymentProviders`."),
        token: z.string().max(TOKEN_LENGTH_MAX, `A token has at most ${TOKEN_LENGTH_MAX} characters.`),
      },
      "Give exactly one method.",
    ),
  }),
  returnUrl: z.string().nullable().default(null),
  idempotencyKey,
});

export const paymentRefundInput = z.object({
  paymentId: z.string(),
  amount: z
    .object({ minorUnits: z.bigint().positive("An amount to refund is more than 0."), currency: z.string() })
    .nullable()
    .default(null),
  reason: z
    .string()
    .trim()
    .min(1, "Say why: the buyer will ask.")
    .max(REASON_LENGTH_MAX, `A reason has at most ${REASON_LENGTH_MAX} characters.`)
    .refine((text) => !UNPRINTABLE.test(text), "A reason is plain text without control characters."),
  idempotencyKey,
  dryRun: z
    .boolean()
    .nullable()
    .default(null)
    .transform((dryRun) => dryRun ?? false),
});
