import { z } from "zod";
import { IDEMPOTENCY_KEY_LENGTH_MAX } from "#kernel/idempotency.ts";
import { checkInput, commonUserError, type CommonRefusal } from "#kernel/user-error.ts";
import { adjustStock } from "../commands/adjust-stock.ts";
import { ON_HAND_MAX } from "../domain/adjust.ts";
import type { Ports } from "../ports.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";

const REASON_LENGTH_MAX = 200;
/** What cannot be shown; PostgreSQL refuses to keep the first of them at all. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

export function stockAdjustResolver(ports: Ports): MutationResolvers["stockAdjust"] {
  return async (_parent, { input }, context) => {
    const checked = checkInput(stockAdjustInput, input);
    if (!checked.ok) return refused(checked.refusal);
    const { idempotencyKey: _key, ...args } = input;
    const { subject } = context.caller;
    if (subject === null) throw new Error("A scope without a subject: only people have scopes");
    const result = await adjustStock(ports, { ...checked.value, args, actor: subject }, context);
    if (!result.ok) return refused([result.refusal]);
    return { stockItem: result.value, variant: { id: result.value.variantId }, errors: [] };
  };
}

const units = (min: number) =>
  z.int().min(min, `Give at least ${min}.`).max(ON_HAND_MAX, `Give at most ${ON_HAND_MAX}.`);
const by = units(-ON_HAND_MAX).refine((units) => units !== 0, "Give how many units came or went; 0 changes nothing.");

const stockAdjustInput = z.object({
  variantId: z.string(),
  warehouseId: z
    .string()
    .nullish()
    .transform((id) => id ?? undefined),
  change: z.union([z.object({ by }), z.object({ to: units(0) })]),
  reason: z
    .string()
    .trim()
    .min(1, "Say why, in at least one character.")
    .max(REASON_LENGTH_MAX, `Say it in at most ${REASON_LENGTH_MAX} characters.`)
    .refine(isPrintable, "Say it on one line, without control characters."),
  idempotencyKey: z
    .string()
    .min(1, "Give at least one character.")
    .max(IDEMPOTENCY_KEY_LENGTH_MAX, `Give at most ${IDEMPOTENCY_KEY_LENGTH_MAX} characters.`)
    .refine(isPrintable, "Give no control characters."),
  dryRun: z
    .boolean()
    .nullish()
    .transform((dryRun) => dryRun ?? false),
});

function isPrintable(text: string): boolean {
  return !UNPRINTABLE.test(text);
}

function refused(refusals: readonly CommonRefusal[]) {
  return { stockItem: null, variant: null, errors: refusals.map(userErrorOf) };
}

type CommonUserError = ReturnType<typeof commonUserError>;

/** `StockAdjustError` has only the members that can occur here. */
function userErrorOf(refusal: CommonRefusal) {
  return commonUserError(refusal) as Exclude<
    CommonUserError,
    { readonly __typename: "LimitExceededError" | "StaleVersionError" }
  >;
}
