/**
 * What a mutation came to. Refusals are ordinary answers (nothing was changed); each has a `__typename` to switch on and,
 * for kinds that joined the API after this SDK was made, still a `code`, a `message` and a `path`.
 */
export type Outcome<Value, Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusals: readonly [Refusal, ...Refusal[]] };

/** The outcome of a payload: refused when it has errors, else the value it must then have. */
export function outcomeOf<Value, Refusal>(
  value: Value | null | undefined,
  errors: readonly Refusal[],
): Outcome<Value, Refusal> {
  const [first, ...others] = errors;
  if (first !== undefined) return { ok: false, refusals: [first, ...others] };
  if (value === null || value === undefined) throw new TypeError("The answer has neither a value nor errors.");
  return { ok: true, value };
}

/** The value, for code that expects no refusal: throws one that names them. */
export function accepted<Value>(outcome: Outcome<Value, { readonly code: string; readonly message: string }>): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(outcome.refusals.map(({ code, message }) => `${code}: ${message}`).join(" "));
}
