import type { DocumentNode, FormattedExecutionResult } from "graphql";
import type { Clock } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import { audienceKey, type CacheAudience, keyOf } from "./key.ts";
import type { Variables } from "./policy.ts";
import type { CacheRules } from "./rules.ts";
import type { CacheEntry, CacheStore, Moment } from "./store.ts";

export interface CacheOptions {
  readonly rules: CacheRules;
  readonly store: CacheStore;
  /** Names the supergraph: what was kept for another is not given for this one. */
  readonly graph: string;
  /** So long after its time an answer is still given, while a new one is made. */
  readonly staleSeconds: number;
  /** Larger answers are not kept. */
  readonly valueBytesMax: number;
  /** An answer that others may wait for is made without its first client's signal, within this time. */
  readonly makeMsMax: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface CachedOperation extends CacheAudience {
  readonly document: DocumentNode;
  /** Of the document's text. */
  readonly hash: string;
  readonly operationName?: string;
  readonly variables: Variables;
}

/** Anew, or as it was written down so long ago: `{"data":…}`. What several got at once must not be written into. */
export type CachedAnswer =
  { readonly result: FormattedExecutionResult } | { readonly json: string; readonly ageSeconds: number };

/** Makes the answer. Without a signal it is this client's own; with one it may outlive the client's request. */
export type MakeAnswer = (signal?: AbortSignal) => Promise<FormattedExecutionResult>;

export interface ResponseCache {
  /** The answer to a query, kept or made. What has errors is given to those who waited for it, and never kept. */
  answer(operation: CachedOperation, make: MakeAnswer): Promise<CachedAnswer>;
}

export function createResponseCache(options: CacheOptions): ResponseCache {
  const { rules, store, graph, staleSeconds, valueBytesMax, makeMsMax, clock, log } = options;
  const underWay = new Map<string, Promise<FormattedExecutionResult>>();

  /** Whoever asks the same, since the same last invalidation, waits for the same answer. */
  const makeOnce = (key: string, asOf: Moment | undefined, keep: Keep, make: MakeAnswer) => {
    const flight = `${asOf} ${key}`;
    const before = underWay.get(flight);
    if (before) return before;
    const startedAtMs = clock.now().getTime();
    const making = make(AbortSignal.timeout(makeMsMax));
    underWay.set(flight, making);
    making
      .then((result) => (asOf === undefined ? undefined : keep(result, startedAtMs, asOf)))
      // Whoever waits for the answer hears of its fault; nobody waits for it to be kept.
      .catch((error: Error) => log.warn({ error: error.message }, "an answer was not kept"))
      .finally(() => underWay.delete(flight));
    return making;
  };

  return {
    answer: async (operation, make) => {
      const { document, hash, operationName, variables } = operation;
      const policy = rules.policyOf(document, operationName, variables);
      const audience = audienceKey(policy, operation);
      if (audience === undefined) return { result: await make() };

      const key = keyOf(["response", graph, audience, hash, operationName, variables]);
      const keep: Keep = async ({ data, errors }, startedAtMs, asOf) => {
        if (!data || errors?.length) return;
        const tags = rules.tagsOf(document, operationName, data);
        const value = JSON.stringify({ data });
        if (!tags || Buffer.byteLength(value) > valueBytesMax) return;
        const freshUntilMs = startedAtMs + policy.maxAgeSeconds * 1_000;
        const staleUntilMs = freshUntilMs + staleSeconds * 1_000;
        await store.write(asOf, new Map([[key, { value, tags, freshUntilMs, staleUntilMs }]]));
      };

      const { asOf, entries } = await store.read([key]);
      const [entry] = entries;
      if (!entry) return { result: await makeOnce(key, asOf, keep, make) };
      if (entry.freshUntilMs <= clock.now().getTime()) makeOnce(key, asOf, keep, make).catch(() => undefined);
      return { json: entry.value, ageSeconds: ageOf(entry, policy.maxAgeSeconds, clock) };
    },
  };
}

type Keep = (result: FormattedExecutionResult, startedAtMs: number, asOf: Moment) => Promise<void>;

function ageOf({ freshUntilMs }: CacheEntry, maxAgeSeconds: number, clock: Clock): number {
  return Math.max(0, Math.floor((clock.now().getTime() - freshUntilMs) / 1_000 + maxAgeSeconds));
}
