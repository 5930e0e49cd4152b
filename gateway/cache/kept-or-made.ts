import type { Clock } from "#kernel/clock.ts";
import type { EngineRequest } from "../execution/engine.ts";
import { type CompleteAnswer, completeAnswer } from "../http/answer.ts";
import type { Metrics } from "../watch/metrics.ts";
import { httpKeepingOf, varyOf } from "./http-keeping.ts";
import { pairsOf } from "./key.ts";
import type { MakeAnswer, ResponseCache } from "./response-cache.ts";

export interface KeptOrMadeOptions {
  readonly forward: readonly string[];
  /** Whether requests have a market, a currency and a locale. */
  readonly hasShop: boolean;
  /** Whether what a persisted operation's id stands for depends on the client's name. */
  readonly differsByClient: boolean;
  readonly metrics: Metrics | undefined;
  readonly clock: Clock;
}

/** The whole answer to a query, as it was kept or as it is made. */
export type KeptOrMade = (
  responses: ResponseCache | undefined,
  request: EngineRequest,
  make: MakeAnswer,
) => Promise<CompleteAnswer>;

export function keptOrMadeBy({ forward, hasShop, differsByClient, metrics, clock }: KeptOrMadeOptions): KeptOrMade {
  const vary = varyOf(forward, hasShop, differsByClient);
  return async (responses, { prepared, operationName, variables, restriction, scope }, make) => {
    // What was taken out of the document for this caller is not in the key: such an answer is its own.
    if (!responses || restriction) return completeAnswer(await make());
    const { caller, context, forwarded } = scope;
    const audience = { caller, context, headers: pairsOf(forwarded) };
    const answer = await responses.answer({ ...prepared, operationName, variables, ...audience }, make);
    const { kept } = answer;
    const keeping = kept && { ...httpKeepingOf(kept, scope, clock.now().getTime()), vary };
    if (kept) metrics?.cacheLookup("responses", "json" in answer);
    scope.span?.set({ "graphql.cache.hit": "json" in answer });
    if ("json" in answer) return { kind: "complete", body: Buffer.from(answer.json), keeping };
    return { ...completeAnswer(answer.result), keeping };
  };
}
