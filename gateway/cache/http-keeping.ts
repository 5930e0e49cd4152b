import type { Caller } from "#kernel/identity.ts";
import { CLIENT_NAME_HEADERS } from "../plugins/operation-log.ts";
import type { KeptAnswer } from "./response-cache.ts";

/** What browsers and shared caches are told of an answer that may be kept (RFC 9111). */
export interface HttpKeeping {
  readonly cacheControl: string;
  readonly ageSeconds: number;
}

/**
 * Public is only what nobody in particular asked for: a shared cache is not trusted to tell callers apart, and what is the
 * same for all shoppers may be more for staff.
 */
export function httpKeepingOf(
  { policy, freshUntilMs }: KeptAnswer,
  { caller, forwarded = [] }: { readonly caller: Caller; readonly forwarded?: readonly string[] },
  nowMs: number,
): HttpKeeping {
  const { maxAgeSeconds, scope } = policy;
  const isNobodys = caller.subject === null && caller.scopes.length === 0 && !caller.service && forwarded.length === 0;
  const whose = scope === "PUBLIC" && isNobodys ? "public" : "private";
  const ageSeconds = Math.max(0, Math.floor((nowMs - freshUntilMs) / 1_000 + maxAgeSeconds));
  return { cacheControl: `${whose}, max-age=${maxAgeSeconds}`, ageSeconds };
}

/** The headers of a request that decide about its answer, beside the request itself. */
export function varyOf(forward: readonly string[], hasShop: boolean, differsByClient: boolean): string {
  const own = hasShop ? ["agora-currency", "accept-language"] : [];
  const clients = differsByClient ? CLIENT_NAME_HEADERS : [];
  return [...new Set(["authorization", ...own, ...clients, ...forward])].join(", ");
}
