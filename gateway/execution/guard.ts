import { type Clock, sleep } from "#kernel/clock.ts";
import {
  CallRefusedError,
  type Execute,
  type SubgraphExecutor,
  type SubgraphRequest,
  type SubgraphResult,
  SubgraphUnreachableError,
} from "#kernel/executor.ts";
import { TimeIsUpError } from "#kernel/http-post.ts";
import type { Log } from "#kernel/log.ts";
import type { GatewayLimits } from "../limits.ts";
import { type Breaker, type BreakerLimits, type BreakerState, createBreaker } from "../resilience/breaker.ts";
import { createPlaces, type PlacesLimits } from "../resilience/places.ts";
import { createRetryBudget, type RetryOptions, withRetries } from "../resilience/retry-budget.ts";
import { beginCall, endCall, subscribeWithin } from "../watch/call-span.ts";
import type { Metrics } from "../watch/metrics.ts";
import { failed, mayHaveActed, refusedCall } from "./call-faults.ts";

export type GuardLimits = BreakerLimits &
  PlacesLimits &
  Pick<
    GatewayLimits,
    "queryMsMax" | "mutationMsMax" | "subgraphQueryMsMax" | "subgraphMutationMsMax" | "queryTriesMax" | "retryMsMax"
  >;

export interface GuardOptions {
  readonly limits: GuardLimits;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics?: Metrics;
  /** Where others guard the same subgraph: takes its breaker, and gives whom to tell of what it finds out. */
  readonly shareBreaker?: ShareBreaker;
}

export type ShareBreaker = (subgraph: string, breaker: Breaker) => (state: BreakerState) => void;

/** Of a query that found nobody there: one more try for each ten requests, and ten to begin with. */
const RETRIES = { retriesPerRequestMax: 0.1, retriesSavedMax: 10 };
const BACKOFF_MS_MIN = 5;
const NO_PLACE_SECONDS = 1;
/** Of its share of time: whoever had as much of it and did not answer is slow, whatever others took before. */
const SHARE_PART_MIN = 0.5;

/**
 * A subgraph behind a deadline, a breaker and a number of places: it costs a request no more than its share of time,
 * while it fails again and again it is not asked, and what it has no place for waits here, not for long. Never rejects:
 * a subgraph that cannot be reached is an error in the result.
 */
export function guarded(name: string, executor: SubgraphExecutor, options: GuardOptions): SubgraphExecutor {
  const { limits, clock, log, metrics } = options;
  const onChange = (state: BreakerState) => {
    log.warn({ subgraph: name, state }, "breaker");
    tellOthers?.(state);
  };
  const breaker = createBreaker({ limits, clock, onChange });
  const tellOthers = options.shareBreaker?.(name, breaker);
  const places = createPlaces(limits);
  const openSeconds = Math.max(1, Math.ceil(limits.breakerOpenMs / 1_000));
  const retries: RetryOptions<Outcome> = {
    ...{ budget: createRetryBudget(RETRIES), triesMax: limits.queryTriesMax },
    ...{ backoffMsMin: BACKOFF_MS_MIN, backoffMsMax: limits.retryMsMax },
    ...{ isWorthRetrying: ({ kind }) => kind === "unreachable", now: Date.now, sleep, random: Math.random },
  };
  const refuse = (outcome: "open" | "no place", { span }: SubgraphRequest): SubgraphResult => {
    metrics?.subgraphCall({ subgraph: name, outcome, seconds: 0 });
    const refused = failed("SERVICE_UNAVAILABLE", outcome === "open" ? openSeconds : NO_PLACE_SECONDS);
    if (span) endCall(beginCall(span, "fetch", name), refused, outcome);
    return refused;
  };

  const once = async (request: SubgraphRequest): Promise<Outcome> => {
    // Deadlines are this machine's time throughout; only the breaker goes by the clock that it was given.
    const startedAtMs = Date.now();
    // A subgraph in this process shares our event loop: when nothing comes, it may be us.
    const call = breaker.enter(request.isMutation || !executor.keepsDeadlines);
    if (!call) return { kind: "refused", result: refuse("open", request) };
    const shareMs = request.isMutation ? limits.subgraphMutationMsMax : limits.subgraphQueryMsMax;
    const deadlineAtMs = Math.min(request.deadlineAtMs, startedAtMs + shareMs);
    const span = request.span && beginCall(request.span, "fetch", name);
    const ms = deadlineAtMs - startedAtMs;
    const had = await within(executor, { ...request, deadlineAtMs, span }, ms);
    // That others left it less than its share, or than a whole operation has, says nothing about the subgraph.
    const wholeMs = Math.min(shareMs, request.isMutation ? limits.mutationMsMax : limits.queryMsMax);
    const isShort = had.kind === "failed" && ms < wholeMs * SHARE_PART_MIN;
    const outcome: Outcome = isShort ? { ...had, kind: "abandoned" } : had;
    if (span) endCall(span, outcome.result, outcome.kind);
    const seconds = (Date.now() - startedAtMs) / 1_000;
    metrics?.subgraphCall({ subgraph: name, outcome: outcome.kind, seconds });
    breaker.leave(
      call,
      outcome.kind === "unreachable" ? "failed" : outcome.kind === "refused" ? "abandoned" : outcome.kind,
    );
    if (outcome.reason !== undefined) {
      const happened = isShort ? "a call had too little time left" : WHAT_HAPPENED[outcome.kind];
      log.warn({ subgraph: name, requestId: request.requestId, reason: outcome.reason }, happened);
    }
    return outcome;
  };

  const execute: Execute = async (request) => {
    const isIn = places.enter(request.signal);
    if (!(isIn === true || (await isIn))) return refuse("no place", request);
    try {
      const trying = request.isMutation
        ? once(request)
        : withRetries(() => once(request), request.deadlineAtMs, retries);
      return (await trying).result;
    } finally {
      places.leave();
    }
  };

  return {
    handsOverAnswers: executor.handsOverAnswers,
    comparesAnswers: executor.comparesAnswers,
    execute,
    subscribe: (request) => {
      if (breaker.isOpen()) return Promise.resolve(failed("SERVICE_UNAVAILABLE", openSeconds));
      const { span } = request;
      return span ? subscribeWithin(span, name, executor.subscribe)(request) : executor.subscribe(request);
    },
  };
}

interface Outcome {
  /**
   * `answered` may be that it refused the call, and `abandoned` that the call could not be sent: what a client sends must
   * not look like its subgraph's failure, or it could have the subgraph cut off for everybody.
   */
  readonly kind: "answered" | "abandoned" | "failed" | "unreachable" | "refused";
  /** What the log is told. */
  readonly reason?: string;
  readonly result: SubgraphResult;
}

const WHAT_HAPPENED = {
  answered: "a subgraph refused a call",
  abandoned: "a call was not sent",
  failed: "a subgraph failed",
  unreachable: "a subgraph failed",
  refused: "a subgraph was not asked",
};

async function within(executor: SubgraphExecutor, request: SubgraphRequest, ms: number): Promise<Outcome> {
  try {
    const result = await (executor.keepsDeadlines ? executor.execute(request) : raced(executor, request, ms));
    return outcomeOf(result, request.isMutation);
  } catch (error) {
    return outcomeOfFault(request, error as Error);
  }
}

/** Against its deadline and its client's leaving, for one that heeds neither. */
async function raced({ execute }: SubgraphExecutor, request: SubgraphRequest, ms: number): Promise<SubgraphResult> {
  const answering = execute(request);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const abandon = () => reject(new Error("the request was given up"));
  const timer = setTimeout(() => reject(new TimeIsUpError()), Math.max(0, ms));
  request.signal.addEventListener("abort", abandon, { once: true });
  if (request.signal.aborted) abandon();
  try {
    return await Promise.race([ended, answering]);
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener("abort", abandon);
  }
}

function outcomeOfFault({ signal, deadlineAtMs, isMutation }: SubgraphRequest, error: Error): Outcome {
  if (signal.aborted) return { kind: "abandoned", result: failed("TIMEOUT") };
  if (error instanceof CallRefusedError) {
    const kind = error.status === undefined ? "abandoned" : "answered";
    return { kind, reason: error.message, result: refusedCall(error) };
  }
  const told = error instanceof SubgraphUnreachableError ? error : undefined;
  const isTimeout = error instanceof TimeIsUpError || told?.isTimeout || Date.now() >= deadlineAtMs;
  const code = isTimeout ? "TIMEOUT" : "SERVICE_UNAVAILABLE";
  const result = isMutation && told?.isSent !== false ? mayHaveActed(code) : failed(code);
  return { kind: isTimeout ? "failed" : "unreachable", reason: error.message, result };
}

/** A subgraph in this process tells its own timeout as a result. */
function outcomeOf(result: SubgraphResult, isMutation = false): Outcome {
  const isTimeout = !result.data && result.errors?.[0]?.extensions?.code === "TIMEOUT";
  if (!isTimeout) return { kind: "answered", result };
  return { kind: "failed", reason: "timeout", result: isMutation ? mayHaveActed("TIMEOUT") : failed("TIMEOUT") };
}
