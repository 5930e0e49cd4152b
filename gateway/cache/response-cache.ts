import type { DocumentNode, FormattedExecutionResult } from "graphql";
import type { Clock } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import { PassingMap } from "#kernel/passing-map.ts";
import type { Metrics } from "../watch/metrics.ts";
import { audienceKey, type CacheAudience, keyOf } from "./key.ts";
import type { CachePolicy, Variables } from "./policy.ts";
import type { CacheRules } from "./rules.ts";
import type { CacheStore, Moment } from "./store.ts";

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
  readonly metrics?: Metrics;
}

export interface CachedOperation extends CacheAudience {
  readonly document: DocumentNode;
  /** Of the document's text. */
  readonly hash: string;
  readonly operationName?: string;
  readonly variables: Variables;
}

/** Anew, or as it was written down: `{"data":…}`. What several got at once must not be written into. */
export type CachedAnswer =
  | { readonly result: FormattedExecutionResult; readonly kept?: KeptAnswer }
  | { readonly json: string; readonly kept: KeptAnswer };

/** How long an answer may be given again; absent where it may not. */
export interface KeptAnswer {
  readonly policy: CachePolicy;
  /** Before its policy says so, where a part of it was kept before. */
  readonly freshUntilMs: number;
}

/** Asked before an answer is made of what was kept, and is fresh until then. */
export type TakesKept = (freshUntilMs: number) => boolean;

/** Makes the answer. Without a signal it is this client's own; with one it may outlive the client's request. */
export type MakeAnswer = (takesKept?: TakesKept, signal?: AbortSignal) => Promise<FormattedExecutionResult>;

export interface ResponseCache {
  /** The answer to a query, kept or made. What has errors is given to those who waited for it, and never kept. */
  answer(operation: CachedOperation, make: MakeAnswer, takesKept?: TakesKept): Promise<CachedAnswer>;
}

export function createResponseCache(options: CacheOptions): ResponseCache {
  const { rules, store, graph, staleSeconds, valueBytesMax, makeMsMax, clock, log } = options;
  const underWay = new PassingMap<string, Promise<Made>>();

  const isFresh = (freshUntilMs: number) => freshUntilMs > clock.now().getTime();

  const madeBy = async (
    policy: CachePolicy,
    make: MakeAnswer,
    takesKept: TakesKept,
    signal: AbortSignal,
  ): Promise<Made> => {
    let freshUntilMs = clock.now().getTime() + policy.maxAgeSeconds * 1_000;
    const hear = (untilMs: number) => {
      const isTaken = takesKept(untilMs);
      if (isTaken) freshUntilMs = Math.min(freshUntilMs, untilMs);
      return isTaken;
    };
    const result = await make(hear, signal);
    return { result, freshUntilMs };
  };

  /** Whoever asks the same, since the same last invalidation, waits for the same answer. */
  const makeOnce = (
    key: string,
    asOf: Moment | undefined,
    keep: Keep,
    make: (signal: AbortSignal) => Promise<Made>,
  ) => {
    const flight = `${asOf} ${key}`;
    const before = underWay.get(flight);
    if (before) return before;
    const making = make(AbortSignal.timeout(makeMsMax));
    underWay.set(flight, making);
    making
      .then((made) => (asOf === undefined ? undefined : keep(made, asOf)))
      // Whoever waits for the answer hears of its fault; nobody waits for it to be kept.
      .catch((error: Error) => log.warn({ error: error.message }, "an answer was not kept"))
      .finally(() => underWay.delete(flight));
    return making;
  };

  return {
    answer: async (operation, make, takesKept) => {
      const { document, hash, operationName, variables } = operation;
      const policy = rules.policyOf(document, operationName, variables);
      const audience = audienceKey(policy, operation);
      if (audience === undefined) return { result: await make() };

      const key = keyOf(["response", graph, audience, hash, operationName, variables]);
      const keep: Keep = async ({ result: { data, errors }, freshUntilMs }, asOf) => {
        if (!data || errors?.length || !isFresh(freshUntilMs)) return;
        const tags = rules.tagsOf(document, operationName, data);
        const value = JSON.stringify({ data });
        if (!tags || Buffer.byteLength(value) > valueBytesMax) return;
        const staleUntilMs = freshUntilMs + staleSeconds * 1_000;
        await store.write(asOf, new Map([[key, { value, tags, freshUntilMs, staleUntilMs }]]));
      };

      const { asOf, entries } = await store.read([key]);
      const [entry] = entries;
      const makeOf = (takes: TakesKept) => makeOnce(key, asOf, keep, (signal) => madeBy(policy, make, takes, signal));
      if (!entry || takesKept?.(entry.freshUntilMs) === false) {
        const { result, freshUntilMs } = await makeOf(() => true);
        const isWhole = result.data && !result.errors?.length;
        return isWhole ? { result, kept: { policy, freshUntilMs } } : { result };
      }
      const { value: json, freshUntilMs } = entry;
      // Made of parts that are past their time too, the new one would be so from the first.
      if (!isFresh(freshUntilMs)) makeOf(isFresh).catch(() => undefined);
      return { json, kept: { policy, freshUntilMs } };
    },
  };
}

interface Made {
  readonly result: FormattedExecutionResult;
  readonly freshUntilMs: number;
}

type Keep = (made: Made, asOf: Moment) => Promise<void>;
