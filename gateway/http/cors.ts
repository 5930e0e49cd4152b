import type { IncomingMessage, ServerResponse } from "node:http";

/** Origins of pages that may read answers; `*` for all. There are no cookies that a page could abuse. */
export type AllowedOrigins = readonly string[];

const METHODS = "GET, POST, OPTIONS";
const ALLOWED_HEADERS = [
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
];
const EXPOSED_HEADERS = ["agora-request-id", "retry-after"];
const PREFLIGHT_KEPT_SECONDS = 600;

const ALLOW_ORIGIN = "access-control-allow-origin";
const EXPOSE_HEADERS = "access-control-expose-headers";
export const CORS_HEADERS: readonly string[] = [ALLOW_ORIGIN, EXPOSE_HEADERS];

/** What pages may send and read beside what all may, in lower case. */
export interface CorsHeaders {
  readonly allowed: readonly string[];
  readonly exposed: readonly string[];
}

/** What the Fetch standard asks of answers that pages of other origins may read. */
export interface Cors {
  isAllowed(origin: string | undefined): boolean;
  /** Of an answer to a page of this origin, if it may read it: name, value, name, value … */
  headersFor(origin: string | undefined): readonly string[];
  answerPreflight(incoming: IncomingMessage, outgoing: ServerResponse): void;
}

export function openCors(origins: AllowedOrigins, headers: CorsHeaders = { allowed: [], exposed: [] }): Cors {
  const allowed = namesIn(ALLOWED_HEADERS, headers.allowed);
  const exposed = namesIn(EXPOSED_HEADERS, headers.exposed);
  const isAllowed = (origin: string | undefined) =>
    origin !== undefined && (origins.includes("*") || origins.includes(origin));
  return {
    isAllowed,
    headersFor: (origin) => (isAllowed(origin) ? [ALLOW_ORIGIN, origin!, EXPOSE_HEADERS, exposed] : []),
    answerPreflight: (incoming, outgoing) => {
      if (isAllowed(incoming.headers.origin)) {
        outgoing.setHeader("access-control-allow-methods", METHODS);
        outgoing.setHeader("access-control-allow-headers", allowed);
        outgoing.setHeader("access-control-max-age", PREFLIGHT_KEPT_SECONDS);
      }
      outgoing.writeHead(204).end();
    },
  };
}

export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

function namesIn(ours: readonly string[], theirs: readonly string[]): string {
  return [...new Set([...ours, ...theirs])].join(", ");
}
