import type { IncomingMessage, ServerResponse } from "node:http";

/** Origins of pages that may read answers; `*` for all. There are no cookies that a page could abuse. */
export type AllowedOrigins = readonly string[];

const METHODS = "GET, POST, OPTIONS";
const REQUEST_HEADERS = [
  "authorization",
  "content-type",
  "accept-language",
  "agora-currency",
  "apollo-require-preflight",
  "x-apollo-operation-name",
  "apollographql-client-name",
  "apollographql-client-version",
  "graphql-client-name",
  "graphql-client-version",
].join(", ");
const EXPOSED_HEADERS = "agora-request-id, retry-after";
const PREFLIGHT_KEPT_SECONDS = 600;

export function isAllowedOrigin(origin: string | undefined, allowed: AllowedOrigins): boolean {
  return origin !== undefined && (allowed.includes("*") || allowed.includes(origin));
}

/** Writes what the Fetch standard asks of a server; true when the request was a preflight and is answered. */
export function applyCors(incoming: IncomingMessage, outgoing: ServerResponse, allowed: AllowedOrigins): boolean {
  const { origin } = incoming.headers;
  outgoing.setHeader("vary", "origin");
  const isPreflight = incoming.method === "OPTIONS" && incoming.headers["access-control-request-method"] !== undefined;
  if (isAllowedOrigin(origin, allowed)) {
    outgoing.setHeader("access-control-allow-origin", origin!);
    outgoing.setHeader("access-control-expose-headers", EXPOSED_HEADERS);
    if (isPreflight) {
      outgoing.setHeader("access-control-allow-methods", METHODS);
      outgoing.setHeader("access-control-allow-headers", REQUEST_HEADERS);
      outgoing.setHeader("access-control-max-age", PREFLIGHT_KEPT_SECONDS);
    }
  }
  if (isPreflight) outgoing.writeHead(204).end();
  return isPreflight;
}
