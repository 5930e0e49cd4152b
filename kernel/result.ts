/** What can be refused returns a Result; what cannot go on throws. A refusal is data the client gets to read. */
export type Result<Value, Refusal> = Ok<Value> | Err<Refusal>;
export type Ok<Value> = { readonly ok: true; readonly value: Value };
export type Err<Refusal> = { readonly ok: false; readonly refusal: Refusal };

export function ok(): Ok<void>;
export function ok<Value>(value: Value): Ok<Value>;
export function ok<Value>(value?: Value): Ok<Value | undefined> {
  return { ok: true, value };
}

export function err<Refusal>(refusal: Refusal): Err<Refusal> {
  return { ok: false, refusal };
}
