import { z } from "zod";
import { IDEMPOTENCY_KEY_LENGTH_MAX } from "#kernel/idempotency.ts";
import type { CommonRefusal, InputPath } from "#kernel/user-error.ts";
import { ACTIONS_PER_UPDATE_MAX, LINES_PER_CART_MAX } from "../domain/cart.ts";
import type { CartAction as Action, PlacedAction } from "../domain/cart-actions.ts";

const EMAIL_LENGTH_MAX = 254;
const ADDRESS_LINE_LENGTH_MAX = 200;
const POSTAL_CODE_LENGTH_MAX = 20;
const PHONE_LENGTH_MAX = 40;
const NOTE_LENGTH_MAX = 500;
const TOKEN_LENGTH_MAX = 4_096;

/** What PostgreSQL cannot keep, and what no person writes into a form. */
const UNPRINTABLE = /(?![\t\n\r])\p{Cc}/u;

const plainText = (lengthMax: number) =>
  z
    .string()
    .max(lengthMax, `At most ${lengthMax} characters.`)
    .refine(
      (text) => text.isWellFormed() && !UNPRINTABLE.test(text),
      "There are characters in it that cannot be kept.",
    );
const line = (lengthMax: number) =>
  plainText(lengthMax)
    .transform((text) => text.trim())
    .refine((text) => text !== "", "It must not be empty.");
const optionalLine = (lengthMax: number) =>
  plainText(lengthMax)
    .nullish()
    .transform((text) => text?.trim() || null);

/** Taken as it is: two keys that look alike are two keys. */
const key = plainText(IDEMPOTENCY_KEY_LENGTH_MAX).min(1, "It must not be empty.");
const version = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const email = line(EMAIL_LENGTH_MAX).pipe(z.email("This is not an email address."));

const address = z.object({
  name: line(ADDRESS_LINE_LENGTH_MAX),
  line1: line(ADDRESS_LINE_LENGTH_MAX),
  line2: optionalLine(ADDRESS_LINE_LENGTH_MAX),
  city: line(ADDRESS_LINE_LENGTH_MAX),
  region: optionalLine(ADDRESS_LINE_LENGTH_MAX),
  postalCode: optionalLine(POSTAL_CODE_LENGTH_MAX),
  country: z.string(),
  phone: optionalLine(PHONE_LENGTH_MAX),
});

/** Quantities and ids are the domain's to judge: it knows what they mean. */
const lineInput = z.object({ variantId: z.string(), quantity: z.number() });

export const cartCreateInput = z.object({
  currency: z.string().nullish(),
  lines: z
    .array(lineInput)
    .nullish()
    .transform((lines) => lines ?? []),
  idempotencyKey: key,
});

const action = z.object({
  addLine: lineInput.nullish(),
  setQuantity: z.object({ lineId: z.string(), quantity: z.number() }).nullish(),
  removeLine: z.string().nullish(),
  setEmail: email.nullish(),
  setShippingAddress: address.nullish(),
  setBillingAddress: address.nullish(),
});

export const cartUpdateInput = z.object({
  id: z.string(),
  expectedVersion: version,
  actions: z.array(action).min(1, "Give at least one action."),
});

export const cartMergeInput = z.object({ guestAccessToken: line(TOKEN_LENGTH_MAX), idempotencyKey: key });

export const orderPlaceInput = z.object({
  cartId: z.string(),
  expectedVersion: version,
  expectedTotal: z
    .object({ minorUnits: z.bigint(), currency: z.string() })
    .nullish()
    .transform((total) => total ?? null),
  idempotencyKey: key,
  dryRun: z.boolean().nullish(),
});

export const orderMoveInput = z.object({
  id: z.string(),
  expectedVersion: version,
  note: optionalLine(NOTE_LENGTH_MAX),
  idempotencyKey: key,
});

/** Actions as the domain knows them, each with its place in the input. */
export function placedActions(actions: readonly z.output<typeof action>[]): PlacedAction[] {
  return actions.map((given, index) => {
    const placed = actionOf(given);
    return { action: placed.action, path: ["actions", String(index), placed.field] };
  });
}

function actionOf(given: z.output<typeof action>): { action: Action; field: string } {
  const { addLine, setQuantity, removeLine, setEmail, setShippingAddress, setBillingAddress } = given;
  if (addLine) return { action: { type: "addLine", ...addLine }, field: "addLine" };
  if (setQuantity) return { action: { type: "setQuantity", ...setQuantity }, field: "setQuantity" };
  if (removeLine != null) return { action: { type: "removeLine", lineId: removeLine }, field: "removeLine" };
  if (setEmail != null) return { action: { type: "setEmail", email: setEmail }, field: "setEmail" };
  if (setShippingAddress)
    return { action: { type: "setShippingAddress", address: setShippingAddress }, field: "setShippingAddress" };
  if (setBillingAddress)
    return { action: { type: "setBillingAddress", address: setBillingAddress }, field: "setBillingAddress" };
  throw new Error("A CartAction without a member passed @oneOf");
}

/** Lists that are too long are refused before anything in them is looked at. */
export function tooLong(input: {
  readonly lines?: readonly unknown[] | null;
  readonly actions?: readonly unknown[];
}): CommonRefusal | undefined {
  if ((input.lines?.length ?? 0) > LINES_PER_CART_MAX) return limited(["lines"], LINES_PER_CART_MAX, "lines");
  if ((input.actions?.length ?? 0) > ACTIONS_PER_UPDATE_MAX)
    return limited(["actions"], ACTIONS_PER_UPDATE_MAX, "actions");
  return undefined;
}

function limited(path: InputPath, limit: number, what: string): CommonRefusal {
  return { type: "LimitExceeded", path, limit, message: `At most ${limit} ${what}.` };
}
