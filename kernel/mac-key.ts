import { hash } from "node:crypto";

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA256 (RFC 2104) from node:crypto's hash in one call: to make its Hmac object, at both ends of each call, costs
 * more than to hash a short message twice.
 */
export class MacKey {
  /** The key's inner pad, and room for messages: its own, since Buffers made for each would lie in a pool with others. */
  #inner: Buffer;
  /** The outer pad, and the inner hash's place. */
  readonly #outer: Buffer;

  /** @param key of at most 64 bytes */
  constructor(key: Buffer) {
    if (key.length > BLOCK_BYTES) throw new RangeError(`The key is longer than ${BLOCK_BYTES} bytes`);
    this.#inner = Buffer.alloc(BLOCK_BYTES, 0x36);
    this.#outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
    key.forEach((byte, at) => {
      this.#inner[at]! ^= byte;
      this.#outer[at]! ^= byte;
    });
  }

  /** In base64url. */
  of(message: string): string {
    const bytes = BLOCK_BYTES + Buffer.byteLength(message);
    if (bytes > this.#inner.length) this.#grow(bytes);
    this.#inner.write(message, BLOCK_BYTES);
    // The inner hash as text: a Buffer for it would cost more than to hash.
    this.#outer.write(hash("sha256", this.#inner.subarray(0, bytes), "binary"), BLOCK_BYTES, "binary");
    return hash("sha256", this.#outer, "base64url");
  }

  #grow(bytes: number): void {
    const inner = this.#inner;
    this.#inner = Buffer.alloc(2 * bytes);
    inner.copy(this.#inner);
  }
}
