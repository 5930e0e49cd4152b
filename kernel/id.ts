import { createHash, randomUUIDv7 } from "node:crypto";

/**
 * Global ids are TypeIDs (https://github.com/jetify-com/typeid/tree/main/spec, v0.3): a prefix, `_`, and a UUIDv7 in 26
 * characters of Crockford's base32. They sort by the time they were made, read well in logs, and are stored as `uuid`.
 */
export type Id = string;

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const SUFFIX_LENGTH = 26;
const SUFFIX = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;

/** Makes ids. A port, so that the demo shop has the same ids every time. */
export interface Ids {
  next(prefix: string): Id;
}

export const randomIds: Ids = { next: (prefix) => idFromUuid(prefix, randomUUIDv7()) };

/** The UUID inside an id of this prefix; undefined for any other text, so that a wrong prefix is simply unknown. */
export function uuidOf(prefix: string, id: Id): string | undefined {
  if (!id.startsWith(`${prefix}_`) || id.length !== prefix.length + 1 + SUFFIX_LENGTH) return undefined;
  const suffix = id.slice(prefix.length + 1);
  if (!SUFFIX.test(suffix)) return undefined;
  let bits = 0n;
  for (const character of suffix) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(character));
  const hex = bits.toString(16).padStart(32, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function idFromUuid(prefix: string, uuid: string): Id {
  let bits = BigInt(`0x${uuid.replaceAll("-", "")}`);
  let suffix = "";
  for (let index = 0; index < SUFFIX_LENGTH; index++) {
    suffix = ALPHABET[Number(bits & 31n)] + suffix;
    bits >>= 5n;
  }
  return `${prefix}_${suffix}`;
}

/** The prefix of an id, or undefined when it has none: what `node(id:)` routes by. */
export function prefixOf(id: Id): string | undefined {
  const end = id.lastIndexOf("_");
  return end > 0 ? id.slice(0, end) : undefined;
}

/** The first moment of seeded ids, so that they sort before everything made later. */
const SEED_EPOCH_MS = Date.UTC(2026, 0, 1);

/** An id that depends on nothing but its name: the demo shop's, and an import's that must be repeatable. */
export function seededId(prefix: string, name: string): Id {
  const bytes = createHash("sha256").update(`${prefix}\0${name}`).digest().subarray(0, 16);
  bytes.writeUIntBE(SEED_EPOCH_MS, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return idFromUuid(prefix, bytes.toString("hex"));
}
