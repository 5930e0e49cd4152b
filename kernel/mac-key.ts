import { hash } from "node:crypto";

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA256 (RFC 2104) from node:crypto's hash in one call: to make its Hmac object, at both ends of each call, costs
 * more than to hash a short message twice.
 */
export class MacKey {
  readonly #inner: Buffer;
  /** The end is the inner hash's place. */
  readonly #outer: Buffer;

  /** @param key of at most 64 bytes */
  constructor(key: Buffer) {
    if (key.length > BLOCK_BYTES) throw new RangeError(`The key is longer than ${BLOCK_BYTES} bytes`);
    const pad = (byte: number) => Buffer.alloc(BLOCK_BYTES, byte).map((filled, at) => filled ^ (key[at] ?? 0));
    this.#inner = Buffer.from(pad(0x36));
    this.#outer = Buffer.concat([pad(0x5c), Buffer.alloc(DIGEST_BYTES)]);
  }

  /** In base64url. */
  of(message: string): string {
    // As text: a Buffer for it would cost more than to hash.
    const inner = hash("sha256", Buffer.concat([this.#inner, Buffer.from(message)]), "binary");
    this.#outer.write(inner, BLOCK_BYTES, "binary");
    return hash("sha256", this.#outer, "base64url");
  }
}
