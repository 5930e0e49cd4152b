import { hash } from "node:crypto";
import type { ClientHeaders } from "../operation.ts";

/** Who shows an API key, as limits count by it: the key itself is kept nowhere. */
export interface ApiKey {
  /** SHA-256, in hex. */
  readonly hash: string;
  /** One of those that were given out: anybody can make up another for each request. */
  readonly isKnown: boolean;
}

export interface ApiKeyOptions {
  /** In lower case. */
  readonly header: string;
  /** SHA-256 of each key, in hex. Without it any key is taken for one, and none is known. */
  readonly hashes?: readonly string[];
}

/** Longer ones are nobody's. */
const KEY_LENGTH_MAX = 512;

/** Reads the API key in a client's headers; one that is not among the known ones is none. */
export function apiKeys({ header, hashes }: ApiKeyOptions): (headers: ClientHeaders) => ApiKey | undefined {
  const known = hashes && new Set(hashes.map((one) => one.toLowerCase()));
  return (headers) => {
    const key = headers(header);
    if (!key || key.length > KEY_LENGTH_MAX) return undefined;
    const apiKey: ApiKey = { hash: hash("sha256", key, "hex"), isKnown: known !== undefined };
    return !known || known.has(apiKey.hash) ? apiKey : undefined;
  };
}
