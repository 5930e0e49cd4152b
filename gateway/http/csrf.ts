import type { IncomingHttpHeaders } from "node:http";
import { type Refusal, refusal } from "./refusal.ts";

/** What a page of any origin may send without asking first (Fetch standard, CORS-safelisted request-header). */
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/plain",
]);
/** What a browser sends for a strange page only after a preflight; Apollo's clients send one of them by themselves. */
const PREFLIGHTED_HEADERS = ["x-apollo-operation-name", "apollo-require-preflight"] as const;

/**
 * Refuses what a strange page could make a browser send on its own: even an answer that it cannot read tells it the
 * time it took. POST needs no such check, since application/json alone is taken there, which is never simple.
 */
export function refuseForgeable(headers: IncomingHttpHeaders): Refusal | undefined {
  const type = headers["content-type"]?.split(";", 1)[0]!.trim().toLowerCase();
  if (type !== undefined && !SIMPLE_TYPES.has(type)) return undefined;
  if (PREFLIGHTED_HEADERS.some((name) => headers[name])) return undefined;
  return refusal(
    400,
    `This could be a forged request of a strange page. Send one of the headers ${PREFLIGHTED_HEADERS.join(", ")}, or the content-type application/json.`,
  );
}
