import type { IncomingMessage, ServerResponse } from "node:http";
import { type Cors, CORS_HEADERS } from "./cors.ts";
import { REQUEST_ID_HEADER } from "./send.ts";

/**
 * Headers of an answer: name, value, name, value …, names in lower case. Written in one go: set one by one they cost 2 us
 * more, of 6.
 */
export type ResponseHead = string[];

const SECURITY = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
};

/**
 * What every answer has, whatever it is to.
 * @param set in place of ours; what CORS says comes before it
 */
export function responseHeads(
  set: Readonly<Record<string, string>>,
  cors: Pick<Cors, "headersFor">,
): (incoming: Pick<IncomingMessage, "headers">, requestId: string) => ResponseHead {
  const always = new Map(Object.entries(SECURITY));
  for (const [name, value] of Object.entries(set)) always.set(name.toLowerCase(), value);
  always.delete(REQUEST_ID_HEADER);
  const beginning = () => [REQUEST_ID_HEADER, "", "vary", "origin", ...[...always].flat()];
  const toOthers = beginning();
  for (const name of CORS_HEADERS) always.delete(name);
  const toReaders = beginning();
  return ({ headers }, requestId) => {
    const forReader = cors.headersFor(headers.origin);
    const head = forReader.length > 0 ? toReaders.concat(forReader) : toOthers.slice();
    head[1] = requestId;
    return head;
  };
}

/** In place of what was said before. */
export function replaceIn(head: ResponseHead, name: string, values: readonly string[]): void {
  for (let at = head.length - 2; at >= 0; at -= 2) if (head[at] === name) head.splice(at, 2);
  for (const value of values) head.push(name, value);
}

/** For answers that are not written in one go. */
export function setHead(outgoing: ServerResponse, head: ResponseHead): void {
  for (let at = 0; at < head.length; at += 2) outgoing.appendHeader(head[at]!, head[at + 1]!);
}
