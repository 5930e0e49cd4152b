import type { Clock } from "#kernel/clock.ts";
import { ClientError } from "#kernel/errors.ts";
import {
  type Execute,
  type SubgraphExecutor,
  type SubgraphRequest,
  type SubgraphResult,
  SubgraphUnreachableError,
} from "#kernel/executor.ts";
import type { Log } from "#kernel/log.ts";
import type { GatewayLimits } from "../limits.ts";

export type GuardLimits = Pick<
  GatewayLimits,
  "subgraphQueryMsMax" | "subgraphMutationMsMax" | "breakerFailuresMax" | "breakerOpenMs"
>;

/**
 * A subgraph behind a deadline and a breaker: it costs a request no more than its share of time, and while it fails
 * again and again it is not asked. Never rejects: a subgraph that cannot be reached is an error in the result.
 */
export function guarded(
  name: string,
  executor: SubgraphExecutor,
  limits: GuardLimits,
  clock: Clock,
  log: Log,
): SubgraphExecutor {
  const breaker = new Breaker(limits, clock, (state) => log.warn({ subgraph: name, state }, "breaker"));

  const execute: Execute = async (request) => {
    const now = clock.now().getTime();
    if (!breaker.allows()) return failed("SERVICE_UNAVAILABLE");
    const shareMs = request.isMutation ? limits.subgraphMutationMsMax : limits.subgraphQueryMsMax;
    const deadlineAtMs = Math.min(request.deadlineAtMs, now + shareMs);
    const outcome = await within(executor, { ...request, deadlineAtMs }, deadlineAtMs - now);
    if (outcome.kind === "abandoned") breaker.abandoned();
    else if (outcome.kind === "answered") breaker.succeeded();
    else {
      breaker.failed();
      log.warn({ subgraph: name, requestId: request.requestId, reason: outcome.reason }, "a subgraph failed");
    }
    return outcome.result;
  };

  return {
    handsOverAnswers: executor.handsOverAnswers,
    execute,
    subscribe: (request) =>
      breaker.isOpen() ? Promise.resolve(failed("SERVICE_UNAVAILABLE")) : executor.subscribe(request),
  };
}

type Outcome =
  | { readonly kind: "answered"; readonly result: SubgraphResult }
  | { readonly kind: "abandoned"; readonly result: SubgraphResult }
  | { readonly kind: "failed"; readonly reason: string; readonly result: SubgraphResult };

async function within(executor: SubgraphExecutor, request: SubgraphRequest, ms: number): Promise<Outcome> {
  const { execute, keepsDeadlines } = executor;
  if (keepsDeadlines) return execute(request).then(outcomeOf, (error: Error) => outcomeOfFault(request, error));
  const { promise: ended, resolve } = Promise.withResolvers<Outcome>();
  const abandon = () => resolve({ kind: "abandoned", result: failed("TIMEOUT") });
  const timer = setTimeout(
    () => resolve({ kind: "failed", reason: "timeout", result: failed("TIMEOUT") }),
    Math.max(0, ms),
  );
  request.signal.addEventListener("abort", abandon, { once: true });
  if (request.signal.aborted) abandon();
  const answered = execute(request).then(outcomeOf, (error: Error) => outcomeOfFault(request, error));
  try {
    return await Promise.race([ended, answered]);
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener("abort", abandon);
  }
}

function outcomeOfFault({ signal, deadlineAtMs }: SubgraphRequest, error: Error): Outcome {
  if (signal.aborted) return { kind: "abandoned", result: failed("TIMEOUT") };
  const isTimeout = (error instanceof SubgraphUnreachableError && error.isTimeout) || Date.now() >= deadlineAtMs;
  return { kind: "failed", reason: error.message, result: failed(isTimeout ? "TIMEOUT" : "SERVICE_UNAVAILABLE") };
}

/** A subgraph in this process tells its own timeout as a result. */
function outcomeOf(result: SubgraphResult): Outcome {
  const isTimeout = !result.data && result.errors?.[0]?.extensions?.code === "TIMEOUT";
  return isTimeout ? { kind: "failed", reason: "timeout", result: failed("TIMEOUT") } : { kind: "answered", result };
}

const MESSAGES = {
  TIMEOUT: "This part of the answer did not come in time. Ask again.",
  SERVICE_UNAVAILABLE: "This part of the answer cannot be given right now. Ask again in a few seconds.",
};

function failed(code: keyof typeof MESSAGES): SubgraphResult {
  return { errors: [new ClientError(code, MESSAGES[code]).toJSON()] };
}

/** Closed while all is well; open after failures in a row; then half open: one request tries for all. */
class Breaker {
  #failures = 0;
  #openUntilMs = 0;
  #isProbing = false;
  readonly #limits: GuardLimits;
  readonly #clock: Clock;
  readonly #onChange: (state: "open" | "closed") => void;

  constructor(limits: GuardLimits, clock: Clock, onChange: (state: "open" | "closed") => void) {
    this.#limits = limits;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  isOpen(): boolean {
    return this.#isTripped() && (this.#isProbing || this.#clock.now().getTime() < this.#openUntilMs);
  }

  allows(): boolean {
    if (this.isOpen()) return false;
    this.#isProbing = this.#isTripped();
    return true;
  }

  succeeded(): void {
    if (this.#isTripped()) this.#onChange("closed");
    this.#failures = 0;
    this.#isProbing = false;
  }

  failed(): void {
    this.#failures += 1;
    this.#isProbing = false;
    if (!this.#isTripped()) return;
    if (this.#failures === this.#limits.breakerFailuresMax) this.#onChange("open");
    this.#openUntilMs = this.#clock.now().getTime() + this.#limits.breakerOpenMs;
  }

  /** The client went away: that says nothing about the subgraph. */
  abandoned(): void {
    this.#isProbing = false;
  }

  #isTripped(): boolean {
    return this.#failures >= this.#limits.breakerFailuresMax;
  }
}
