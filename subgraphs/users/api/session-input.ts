import { z } from "zod";
import { EMAIL_LENGTH_MAX, isEmail } from "../domain/email.ts";
import { NAME_LENGTH_MAX, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "../domain/user.ts";
import { optionalLine } from "./text-input.ts";

const email = z
  .string()
  .trim()
  .max(EMAIL_LENGTH_MAX, `An e-mail address has at most ${EMAIL_LENGTH_MAX} characters.`)
  .refine(isEmail, "This is not an e-mail address.");

const tooLong = `A password has at most ${PASSWORD_LENGTH_MAX} characters.`;

export const userRegisterInput = z.object({
  email,
  password: z
    .string()
    .min(PASSWORD_LENGTH_MIN, `A password has at least ${PASSWORD_LENGTH_MIN} characters.`)
    .max(PASSWORD_LENGTH_MAX, tooLong),
  name: optionalLine("A name", NAME_LENGTH_MAX).default(null),
});

/** A password that could never have been chosen is simply wrong; only what is too long to hash is refused. */
export const sessionCreateInput = z.object({ email, password: z.string().max(PASSWORD_LENGTH_MAX, tooLong) });
