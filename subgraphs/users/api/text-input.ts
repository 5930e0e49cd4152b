import { z } from "zod";

/** What cannot be shown; PostgreSQL refuses to keep the first of them at all. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** One line as people type it: trimmed. */
function line(what: string, lengthMax: number) {
  return z
    .string()
    .trim()
    .max(lengthMax, `${what} has at most ${lengthMax} characters.`)
    .refine((text) => !UNPRINTABLE.test(text), `${what} is one line of text without control characters.`);
}

export function requiredLine(what: string, lengthMax: number) {
  return line(what, lengthMax).min(1, `${what} is needed.`);
}

/** Empty is none. */
export function optionalLine(what: string, lengthMax: number) {
  return line(what, lengthMax)
    .nullable()
    .transform((text) => text || null);
}
