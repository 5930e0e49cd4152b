import { maxHeaderSize } from "node:http";
import { badInput } from "#kernel/errors.ts";
import type { ClientHeaders } from "../operation.ts";

/** RFC 9110, 5.5, as undici sends it and Node's server takes it: what is no such value could not go on to a subgraph. */
const NO_HEADER_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** Parameters of connection_init stand for HTTP headers: those that are texts, of which no more may come than over HTTP. */
export function headersIn(parameters: Readonly<Record<string, unknown>>): ClientHeaders {
  const byName = new Map<string, string>();
  let length = 0;
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value !== "string") continue;
    length += name.length + value.length;
    if (length > maxHeaderSize) throw badInput("payload", `The headers have more than ${maxHeaderSize} characters.`);
    if (NO_HEADER_VALUE.test(value)) throw badInput(name, `The header ${name} has characters that HTTP cannot carry.`);
    byName.set(name.toLowerCase(), value);
  }
  return (name) => byName.get(name);
}
