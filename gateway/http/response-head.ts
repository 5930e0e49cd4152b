import type { ServerResponse } from "node:http";
import type { AllowedOrigins } from "./cors.ts";
import { corsHeaders } from "./cors.ts";
import { REQUEST_ID_HEADER } from "./send.ts";

/**
 * Headers of an answer: name, value, name, value … Written in one go; set one by one they would cost as much again as
 * the rest of writing it.
 */
export type ResponseHead = string[];

const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** What every answer has, whatever it is to. */
export function responseHead(
  requestId: string,
  origin: string | undefined,
  { corsOrigins, headers }: { readonly corsOrigins: AllowedOrigins; readonly headers: readonly string[] },
): ResponseHead {
  return [
    REQUEST_ID_HEADER,
    requestId,
    "x-content-type-options",
    "nosniff",
    "referrer-policy",
    "no-referrer",
    "content-security-policy",
    API_POLICY,
    "cache-control",
    "no-store",
    ...headers,
    ...corsHeaders(origin, corsOrigins),
  ];
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
