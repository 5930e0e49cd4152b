/**
 * A name that may become code: a GraphQL name that no object has by itself. What is read by such a name from objects of
 * one shape costs a third of what it costs by a name that is only known as a value.
 */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !(name in Object.prototype);
}
