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

const ALLOW_ORIGIN = "access-control-allow-origin";
const EXPOSE_HEADERS = "access-control-expose-headers";
export const CORS_HEADERS: readonly string[] = [ALLOW_ORIGIN, EXPOSE_HEADERS];

/** What the Fetch standard asks of answers that pages of this origin may read, if they may: name, value, name, value … */
export function corsHeaders(origin: string | undefined, allowed: AllowedOrigins): readonly string[] {
  return isAllowedOrigin(origin, allowed) ? [ALLOW_ORIGIN, origin!, EXPOSE_HEADERS, EXPOSED_HEADERS] : [];
}

export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

export function answerPreflight({ headers }: IncomingMessage, outgoing: ServerResponse, allowed: AllowedOrigins): void {
  if (isAllowedOrigin(headers.origin, allowed)) {
    outgoing.setHeader("access-control-allow-methods", METHODS);
    outgoing.setHeader("access-control-allow-headers", REQUEST_HEADERS);
    outgoing.setHeader("access-control-max-age", PREFLIGHT_KEPT_SECONDS);
  }
  outgoing.writeHead(204).end();
}
