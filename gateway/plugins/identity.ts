import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from "jose";
import type { Clock } from "#kernel/clock.ts";
import { ClientError, unauthenticated } from "#kernel/errors.ts";
import { type Caller, nobody } from "#kernel/identity.ts";

/** The caller of a token that holds; throws UNAUTHENTICATED for one that does not. */
export type VerifyToken = (token: string) => Promise<Caller>;

const ISSUER = "agora";
/** An asymmetric signature only: a secret that verifies could also sign. */
const ALGORITHMS = ["EdDSA", "RS256"];
const TOKEN_LENGTH_MAX = 4_096;
const KEYS_KEPT_MS = 300_000;
/** A token with an unknown key id asks for the keys anew, but not more often than this. */
const KEYS_COOLDOWN_MS = 5_000;

/** Verifies access tokens (RFC 7519) against the issuer's public keys. */
export function tokenVerifier(keys: () => Promise<JSONWebKeySet>, clock: Clock): VerifyToken {
  const getKey = keyFinder(keys, clock);
  return async (token) => {
    if (token.length > TOKEN_LENGTH_MAX) throw unauthenticated();
    const { payload } = await jwtVerify(token, getKey, {
      algorithms: ALGORITHMS,
      issuer: ISSUER,
      requiredClaims: ["exp", "sub"],
      currentDate: clock.now(),
    }).catch((error: unknown) => {
      throw error instanceof errors.JOSEError ? unauthenticated() : error;
    });
    const { sub, exp, sid, scope } = payload;
    if (typeof sub !== "string" || sub === "" || exp === undefined) throw unauthenticated();
    return {
      subject: sub,
      scopes: typeof scope === "string" ? scope.split(" ").filter(Boolean) : [],
      session: typeof sid === "string" ? sid : undefined,
      expiresAtMs: exp * 1_000,
    };
  };
}

/** The issuer's keys where they are fetched over HTTP (RFC 7517). */
export function keysFromUrl(url: string): () => Promise<JSONWebKeySet> {
  return async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(KEYS_COOLDOWN_MS), redirect: "error" });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return (await response.json()) as JSONWebKeySet;
  };
}

/** The caller of an `Authorization` header: nobody without one. */
export async function callerOf(authorization: string | undefined, verify: VerifyToken): Promise<Caller> {
  if (!authorization) return nobody;
  const [, token] = /^Bearer +([^\s]+)$/i.exec(authorization) ?? [];
  if (!token) throw unauthenticated();
  return verify(token);
}

/** Keeps the keys, and keeps them on while the issuer cannot be asked: its outage signs nobody out. */
function keyFinder(load: () => Promise<JSONWebKeySet>, clock: Clock): JWTVerifyGetKey {
  let find: JWTVerifyGetKey | undefined;
  let askedAtMs = -Infinity;
  let asking: Promise<void> | undefined;

  const ask = () =>
    (asking ??= load()
      .then((keys) => void (find = createLocalJWKSet(keys)))
      .catch(() => {
        if (!find)
          throw new ClientError("SERVICE_UNAVAILABLE", "Access tokens cannot be checked right now. Try again.");
      })
      .finally(() => {
        askedAtMs = clock.now().getTime();
        asking = undefined;
      }));

  return async (header, token) => {
    const ageMs = clock.now().getTime() - askedAtMs;
    if (!find) await ask();
    else if (ageMs > KEYS_KEPT_MS) void ask();
    try {
      return await find!(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || ageMs < KEYS_COOLDOWN_MS) throw error;
      await ask();
      return find!(header, token);
    }
  };
}
