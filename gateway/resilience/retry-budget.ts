/** How much may be tried again: retries must not become the load that keeps a service down. */
export interface RetryBudget {
  /** Each first try earns a part of a retry. */
  earn(): void;
  /** False: nothing is left, the failure stands. */
  spend(): boolean;
}

export interface RetryBudgetLimits {
  /** Retries per first try, in the long run: 0.1 adds a tenth to the load at most. */
  readonly retriesPerRequestMax: number;
  /** Retries that may be saved up, and that there are at the start. */
  readonly retriesSavedMax: number;
}

export function createRetryBudget({ retriesPerRequestMax, retriesSavedMax }: RetryBudgetLimits): RetryBudget {
  let saved = retriesSavedMax;
  return {
    earn: () => void (saved = Math.min(retriesSavedMax, saved + retriesPerRequestMax)),
    spend: () => {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}

export interface RetryOptions<Result> {
  readonly budget: RetryBudget;
  /** Tries in all. */
  readonly triesMax: number;
  readonly backoffMsMin: number;
  readonly backoffMsMax: number;
  /** Of failures that may pass, such as a lost connection; never of a mutation, which may have acted. */
  readonly isWorthRetrying: (result: Result) => boolean;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/**
 * Runs, and runs again while it is worth it, in budget and in time: no try begins after `deadlineAtMs`, since the epoch.
 * Never rejects where `run` does not.
 */
export async function withRetries<Result>(
  run: () => Promise<Result>,
  deadlineAtMs: number,
  options: RetryOptions<Result>,
): Promise<Result> {
  const { budget, triesMax, isWorthRetrying, now, sleep } = options;
  budget.earn();
  for (let tried = 1; ; tried += 1) {
    const result = await run();
    if (tried >= triesMax || !isWorthRetrying(result)) return result;
    const waitMs = backoffMs(tried, options);
    if (now() + waitMs >= deadlineAtMs || !budget.spend()) return result;
    await sleep(waitMs);
  }
}

type Backoff = Pick<RetryOptions<unknown>, "backoffMsMin" | "backoffMsMax" | "random">;

/** Twice as long each time, anywhere in it: what failed together must not come back together. */
function backoffMs(tried: number, { backoffMsMin, backoffMsMax, random }: Backoff): number {
  return random() * Math.min(backoffMsMax, backoffMsMin * 2 ** (tried - 1));
}
