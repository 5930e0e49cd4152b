import { createHash } from "node:crypto";
import type { OptionalRedis } from "../redis.ts";
import { type SizeLimits, SizedLruMap } from "../sized-lru-map.ts";

/** Where documents that clients persisted on their own are kept, by the SHA-256 of their text. Never rejects. */
export interface DocumentStore {
  get(hash: string): Promise<string | undefined>;
  set(hash: string, document: string): Promise<void>;
}

export interface DocumentStoreLimits extends SizeLimits {
  /** Longer documents run, and are sent in full each time. */
  readonly documentBytesMax: number;
}

const DOCUMENT_STORE_LIMITS: DocumentStoreLimits = {
  entriesMax: 10_000,
  bytesMax: 32 * 1024 * 1024,
  documentBytesMax: 64 * 1024,
};

/** In this process. */
export function localDocumentStore(limits: DocumentStoreLimits = DOCUMENT_STORE_LIMITS): DocumentStore {
  const documents = new SizedLruMap<string>(limits);
  return {
    get: async (hash) => documents.get(hash),
    set: async (hash, document) => {
      const bytes = Buffer.byteLength(document);
      if (bytes <= limits.documentBytesMax) documents.set(hash, document, bytes);
    },
  };
}

export interface RedisDocumentStoreOptions {
  readonly redis: OptionalRedis;
  /** Asked first, and alone while Redis is away. */
  readonly local: DocumentStore;
  readonly keyPrefix: string;
  readonly keptSeconds: number;
  readonly limits?: DocumentStoreLimits;
}

/** In Redis, for all gateways of a deployment. What comes out of it is believed by its hash only. */
export function redisDocumentStore(options: RedisDocumentStoreOptions): DocumentStore {
  const { redis, local, keyPrefix, keptSeconds, limits = DOCUMENT_STORE_LIMITS } = options;
  return {
    get: async (hash) => {
      const known = await local.get(hash);
      if (known !== undefined) return known;
      const shared = await redis.attempt((client) => client.get(keyPrefix + hash));
      if (!shared || sha256(shared) !== hash) return undefined;
      await local.set(hash, shared);
      return shared;
    },
    set: async (hash, document) => {
      await local.set(hash, document);
      if (Buffer.byteLength(document) > limits.documentBytesMax) return;
      await redis.attempt((client) => client.set(keyPrefix + hash, document, "EX", keptSeconds));
    },
  };
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
