import { createPrivateKey, createPublicKey } from "node:crypto";
import { calculateJwkThumbprint, errors, exportJWK, jwtVerify, SignJWT } from "jose";
import type { AccessTokens } from "../ports.ts";

const ISSUER = "agora";
const ALGORITHM = "EdDSA";
const TOKEN_TYPE = "at+jwt";
/** Far above any token of ours: nothing longer is read. */
const TOKEN_LENGTH_MAX = 4_000;
/** PKCS #8 around a bare Ed25519 seed (RFC 8410, 7): all of it but the seed is the same for every key. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/** Access tokens as JWTs (RFC 9068) under one Ed25519 key, the same wherever and whenever the seed is. */
export async function joseAccessTokens(seed: Buffer, lifetimeSeconds: number): Promise<AccessTokens> {
  const pkcs8 = Buffer.concat([PKCS8_PREFIX, seed]);
  const privateKey = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(privateKey);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    lifetimeMs: lifetimeSeconds * 1_000,
    keySet: { keys: [{ ...jwk, kid, alg: ALGORITHM, use: "sig" }] },
    issue: async ({ subject, sessionId, scopes }, now) => {
      const issuedAt = Math.floor(now.getTime() / 1_000);
      const expiresAt = issuedAt + lifetimeSeconds;
      const token = await new SignJWT({ sid: sessionId, scope: scopes.join(" ") })
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: TOKEN_TYPE })
        .setIssuer(ISSUER)
        .setSubject(subject)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      return { token, expiresAt: new Date(expiresAt * 1_000) };
    },
    verify: async (token, now) => {
      if (token.length > TOKEN_LENGTH_MAX) return undefined;
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          algorithms: [ALGORITHM],
          issuer: ISSUER,
          typ: TOKEN_TYPE,
          requiredClaims: ["exp", "sub", "sid"],
          currentDate: now,
        });
        return { subject: payload.sub!, sessionId: String(payload.sid) };
      } catch (error) {
        if (error instanceof errors.JOSEError) return undefined;
        throw error;
      }
    },
  };
}
