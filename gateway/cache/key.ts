import { hash } from "node:crypto";
import type { Caller, RequestContext } from "#kernel/identity.ts";
import type { CachePolicy } from "./policy.ts";

/** Whose request it is, and all else of it that a subgraph gets to see. */
export interface CacheAudience {
  readonly caller: Caller;
  readonly context: RequestContext;
  /** Every header that goes on to subgraphs; what is not here must not reach them. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The start of every key for this audience; undefined when nothing may be kept for it: what is not kept at all, and
 * what is private to somebody whom nothing tells from others. Scopes are in every key, since what is the same for all
 * shoppers may be more for staff.
 */
export function audienceKey(policy: CachePolicy, { caller, context, headers }: CacheAudience): string | undefined {
  const { subject, scopes, service, session, policies } = caller;
  if (!(policy.maxAgeSeconds > 0)) return undefined;
  if (policy.scope === "PRIVATE" && subject === null) return undefined;
  return keyOf([
    policy.scope === "PRIVATE" ? { subject, session } : null,
    { scopes: scopes.toSorted(), service, policies },
    context,
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value])
      .sort(),
  ]);
}

/** Headers that come as name, value, name, value … */
export function pairsOf(forwarded: readonly string[] = []): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (let at = 0; at < forwarded.length; at += 2) pairs[forwarded[at]!] = forwarded[at + 1]!;
  return pairs;
}

/** A key of fixed length for anything that JSON can say, whatever the order of its members. */
export function keyOf(parts: unknown): string {
  return hash("sha256", canonicalJson(parts), "base64url");
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
