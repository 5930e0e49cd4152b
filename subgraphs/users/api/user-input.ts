import { z } from "zod";
import { LABEL_LENGTH_MAX } from "../domain/address-book.ts";
import { NAME_LENGTH_MAX, PHONE_LENGTH_MAX } from "../domain/user.ts";
import { optionalLine, requiredLine } from "./text-input.ts";

const NAME_OF_PLACE_LENGTH_MAX = 100;
const ADDRESS_LINE_LENGTH_MAX = 200;
const POSTAL_CODE_LENGTH_MAX = 20;

const phone = optionalLine("A phone number", PHONE_LENGTH_MAX);

/** Null takes a choice back. */
const choice = z
  .boolean()
  .nullable()
  .transform((value) => value ?? false)
  .optional();

export function userUpdateInput(currencies: readonly string[]) {
  const currency = z
    .string()
    .refine((code) => currencies.includes(code), `The shop sells in ${currencies.join(", ")}.`)
    .nullable()
    .optional();
  const locale = z
    .string()
    .transform((tag) => Intl.getCanonicalLocales(tag)[0]!)
    .nullable()
    .optional();
  const preferences = z.object({ currency, locale, newsletter: choice, marketing: choice });
  return z.object({
    expectedVersion: z.number().nullable().default(null),
    name: optionalLine("A name", NAME_LENGTH_MAX).optional(),
    phone: phone.optional(),
    preferences: preferences
      .nullable()
      .transform((given) => given ?? undefined)
      .optional(),
  });
}

const postalAddress = z.object({
  name: requiredLine("A name", NAME_LENGTH_MAX),
  line1: requiredLine("The first line", ADDRESS_LINE_LENGTH_MAX),
  line2: optionalLine("The second line", ADDRESS_LINE_LENGTH_MAX).default(null),
  city: requiredLine("A city", NAME_OF_PLACE_LENGTH_MAX),
  region: optionalLine("A region", NAME_OF_PLACE_LENGTH_MAX).default(null),
  postalCode: optionalLine("A postal code", POSTAL_CODE_LENGTH_MAX).default(null),
  country: z.string(),
  phone: phone.default(null),
});

/** Of a flag null says no more than leaving it out. */
const flag = z
  .boolean()
  .nullable()
  .transform((value) => value ?? undefined)
  .optional();

export const addressSaveInput = z.object({
  id: z.string().nullable().default(null),
  label: optionalLine("A label", LABEL_LENGTH_MAX).optional(),
  address: postalAddress,
  isDefaultShipping: flag,
  isDefaultBilling: flag,
});
