import { hash } from "node:crypto";
import { type JSONWebKeySet, type JWTPayload, jwtVerify, type JWTVerifyOptions, type JWTVerifyResult } from "jose";
import type { Clock } from "#kernel/clock.ts";
import { ClientError, unauthenticated } from "#kernel/errors.ts";
import type { Caller } from "#kernel/identity.ts";
import { silentLog } from "#kernel/log.ts";
import { LruMap } from "../lru-map.ts";
import { hasDuplicateMembers } from "./duplicate-members.ts";
import { keySet } from "./key-set.ts";
import { isAsymmetric } from "./signature-algorithms.ts";

/** The caller of a token that holds; throws UNAUTHENTICATED for one that does not. */
export type VerifyToken = (token: string) => Promise<Caller>;

/** What a token must be, and how it says who asks. */
export interface TokenRules {
  /** Without it any issuer that has signed with one of the keys. */
  readonly issuer?: string | readonly string[];
  /** Without it a token for anybody. */
  readonly audience?: string | readonly string[];
  /** Asymmetric signatures only: a secret that verifies could also sign. */
  readonly algorithms: readonly string[];
  readonly subjectClaim: string;
  /** Words in one string (RFC 8693, 4.2), or a list of strings. */
  readonly scopesClaim: string;
  readonly sessionClaim: string;
  /** The names of the policies that hold for who shows these claims. */
  readonly policiesOf?: (claims: Readonly<Record<string, unknown>>) => readonly string[];
  /** Longer ones are not looked at. */
  readonly lengthMax: number;
  /** Tokens whose callers are kept, so that each costs one signature and not one a request. */
  readonly keptMax: number;
}

/** Agora's own access tokens. */
const AGORA: TokenRules = {
  ...{ issuer: "agora", algorithms: ["EdDSA", "RS256"] },
  ...{ subjectClaim: "sub", scopesClaim: "scope", sessionClaim: "sid" },
  ...{ lengthMax: 4_096, keptMax: 10_000 },
};

/** RFC 9068 calls access tokens `at+jwt`; what a logout token or a proof is signed for is something else. */
const TYPES = /^(application\/)?(at\+)?jwt$/i;
const KEYS_MS_MAX = 5_000;

interface Kept {
  readonly caller: Caller;
  readonly endsAtMs: number;
  readonly kid: string | undefined;
  /** What stood under the key id when the signature was checked. */
  readonly keyText: string | undefined;
}

/**
 * Verifies access tokens (RFC 7519) against the issuer's public keys. A caller is kept until the token ends or its key
 * is rotated away; whether the session was ended meanwhile is asked elsewhere, each time.
 */
export function tokenVerifier(
  loadKeys: () => Promise<JSONWebKeySet>,
  clock: Clock,
  given: Partial<TokenRules> = {},
  log = silentLog,
): VerifyToken {
  const rules = { ...AGORA, ...given };
  const symmetric = rules.algorithms.find((algorithm) => !isAsymmetric(algorithm));
  if (symmetric !== undefined) throw new TypeError(`${symmetric} is no asymmetric signature of access tokens.`);
  const keys = keySet(loadKeys, clock, log);
  const kept = new LruMap<string, Kept>(rules.keptMax);

  const verify = async (token: string, name: string): Promise<Caller> => {
    if (!isCanonical(token)) throw unauthenticated();
    const options: JWTVerifyOptions = {
      algorithms: [...rules.algorithms],
      issuer: rules.issuer as string | string[] | undefined,
      audience: rules.audience as string | string[] | undefined,
      requiredClaims: ["exp", rules.subjectClaim],
      currentDate: clock.now(),
    };
    const verified = await keys
      .verify((find) => jwtVerify(token, find, options))
      .catch((error: unknown) => {
        throw error instanceof ClientError ? error : unauthenticated();
      });
    if (!isUnambiguous(token, verified)) throw unauthenticated();
    const { payload, protectedHeader } = verified;
    const caller = callerIn(payload, rules);
    const { kid } = protectedHeader;
    kept.set(name, { caller, endsAtMs: caller.expiresAtMs!, kid, keyText: keys.textOf(kid) });
    return caller;
  };

  return async (token) => {
    if (token.length > rules.lengthMax) throw unauthenticated();
    const name = hash("sha256", token, "base64");
    const known = kept.get(name);
    if (!known) return verify(token, name);
    keys.keepFresh();
    if (known.endsAtMs > clock.now().getTime() && known.keyText === keys.textOf(known.kid)) return known.caller;
    kept.delete(name);
    return verify(token, name);
  };
}

/** The issuer's keys where they are fetched over HTTP (RFC 7517). What fails is told without the URL, which may hold a secret. */
export function keysFromUrl(url: string): () => Promise<JSONWebKeySet> {
  return async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(KEYS_MS_MAX), redirect: "error" });
    if (!response.ok) throw new Error(`the issuer answered ${response.status}`);
    return response.json().catch(() => {
      throw new Error("the issuer's answer is no JSON");
    }) as Promise<JSONWebKeySet>;
  };
}

function callerIn(payload: JWTPayload, rules: TokenRules): Caller {
  const { subjectClaim, scopesClaim, sessionClaim, policiesOf } = rules;
  const { exp } = payload;
  const [subject, scopes, session] = [payload[subjectClaim], payload[scopesClaim], payload[sessionClaim]];
  if (typeof subject !== "string" || subject === "" || !Number.isFinite(exp)) throw unauthenticated();
  return {
    subject,
    scopes: scopesIn(scopes),
    session: typeof session === "string" ? session : undefined,
    expiresAtMs: exp! * 1_000,
    ...(policiesOf && { policies: policiesOf(payload) }),
  };
}

function scopesIn(claim: unknown): readonly string[] {
  const scopes: readonly unknown[] = typeof claim === "string" ? claim.split(" ") : Array.isArray(claim) ? claim : [];
  return scopes.filter((scope): scope is string => typeof scope === "string" && scope !== "");
}

/** Of all the texts that a decoder reads as the same token this one only: one token is one entry, and one meaning. */
function isCanonical(token: string): boolean {
  return token.split(".").every((part) => encode(Buffer.from(part, "base64url")) === part);
}

function encode(bytes: Buffer): string {
  return bytes.toString("base64url");
}

function isUnambiguous(token: string, { protectedHeader }: JWTVerifyResult): boolean {
  const { typ } = protectedHeader;
  if (typ !== undefined && !TYPES.test(typ)) return false;
  if ("b64" in protectedHeader || "crit" in protectedHeader) return false;
  const [header, payload] = token.split(".", 2).map((part) => Buffer.from(part, "base64url").toString());
  return !hasDuplicateMembers(header!) && !hasDuplicateMembers(payload!);
}
