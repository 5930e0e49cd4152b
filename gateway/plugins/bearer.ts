import { unauthenticated } from "#kernel/errors.ts";
import { type Caller, nobody } from "#kernel/identity.ts";
import type { VerifyToken } from "./identity.ts";

/** The caller of an `Authorization` header: nobody without one. */
export async function callerOf(authorization: string | undefined, verify: VerifyToken): Promise<Caller> {
  if (!authorization) return nobody;
  const [, token] = /^Bearer +([^\s]+)$/i.exec(authorization) ?? [];
  if (!token) throw unauthenticated();
  return verify(token);
}
