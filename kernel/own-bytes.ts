/**
 * Bytes that keep nothing but themselves in memory: small buffers are cut from pieces of 64 KB, and each keeps its whole
 * piece. For what is kept long.
 */
export function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
