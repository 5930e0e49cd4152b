/** JSON may name a member so; to assign it would set the object's prototype instead. */
const PROTO = "__proto__";

/** A copy that may be written into. */
export function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key in value) {
    const copied = copyOf((value as Record<string, unknown>)[key]);
    if (key === PROTO)
      Object.defineProperty(copy, key, { value: copied, enumerable: true, writable: true, configurable: true });
    else copy[key] = copied;
  }
  return copy as Value;
}

/** Objects take a multiple of their JSON. */
const HEAP_PER_JSON = 5;

/** What it takes in memory, about. */
export function heapBytesOf(value: unknown): number {
  return JSON.stringify(value).length * HEAP_PER_JSON;
}

/** Whether both say the same. Objects that are more than data are never the same. */
export function isSameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index += 1) if (!isSameData(a[index], b[index])) return false;
    return true;
  }
  if (!isPlain(a) || !isPlain(b)) return false;
  let more = 0;
  for (const key in a) {
    // What is undefined may as well be absent in the other, and says nothing of it.
    if (a[key] === undefined || !isSameData(a[key], b[key])) return false;
    // Every object has one to read.
    if (key === PROTO && !Object.hasOwn(b, key)) return false;
    more += 1;
  }
  for (const _ in b) more -= 1;
  return more === 0;
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
