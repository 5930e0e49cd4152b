import { hkdfSync } from "node:crypto";

/** A key for one purpose out of the platform's secret (HKDF-SHA256, RFC 5869): knowing one tells nothing of another. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "agora", purpose, 32));
}
