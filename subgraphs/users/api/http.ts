import type { Route } from "#kernel/subgraph.ts";
import type { AccessTokens } from "../ports.ts";

/** A key stays for the life of a shop; five minutes let a replaced one go soon. */
const MAX_AGE_SECONDS = 300;

/** The public keys of access tokens (RFC 7517), for the gateway and anybody else who verifies them. */
export function keySetRoute({ keySet }: AccessTokens): Route {
  const body = JSON.stringify(keySet);
  const headers = { "content-type": "application/json", "cache-control": `public, max-age=${MAX_AGE_SECONDS}` };
  return {
    method: "GET",
    path: "/.well-known/jwks.json",
    handle: async () => ({ status: 200, headers, body }),
  };
}
