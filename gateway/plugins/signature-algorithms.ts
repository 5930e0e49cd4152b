const ASYMMETRIC = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

/** Of a token (RFC 7518, 3.1; RFC 8037; RFC 9864). A secret that verifies could also sign. */
export function isAsymmetric(algorithm: string): boolean {
  return ASYMMETRIC.test(algorithm);
}
