import type { RequestScope } from "#kernel/subgraph.ts";

/** All that subgraphs are told of a client, as a key: who is told the same gets the same. */
export function identityClassOf({ caller, context, forwarded }: RequestScope): string {
  const { subject, scopes, session, service, policies } = caller;
  const { market, currency, locale } = context;
  return JSON.stringify([subject, scopes.toSorted(), session, service, policies, market, currency, locale, forwarded]);
}
