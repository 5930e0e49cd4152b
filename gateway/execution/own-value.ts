/** What an object holds under a name itself: a client's name may be one that all objects have, such as `constructor`. */
export function ownValue(object: object, name: string | number): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string | number, unknown>)[name] : undefined;
}
