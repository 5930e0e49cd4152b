import type { Clock } from "#kernel/clock.ts";
import { PassingSet } from "#kernel/passing-map.ts";

export interface BreakerLimits {
  /** So many failures one after another, and the subgraph is left alone … */
  readonly breakerFailuresMax: number;
  /** … or this part of all calls of a window, where there are so many that it means something … */
  readonly breakerFailureRatioMax: number;
  readonly breakerCallsMin: number;
  readonly breakerWindowMs: number;
  /** … or when calls have waited so long without one being answered meanwhile: long before their deadline. */
  readonly breakerStalledMs: number;
  /** It is left alone for so long; then one call may try. */
  readonly breakerOpenMs: number;
}

export const BREAKER_LIMITS: BreakerLimits = {
  breakerFailuresMax: 5,
  breakerFailureRatioMax: 0.5,
  breakerCallsMin: 20,
  breakerWindowMs: 1_000,
  breakerStalledMs: 800,
  breakerOpenMs: 2_000,
};

export type BreakerState = "closed" | "open";

/** A call that was let through; to be given back with its outcome, whatever happens. */
export interface BreakerCall {
  readonly startedAtMs: number;
  /** What is heard of a call from before the last change of state says nothing about now. */
  readonly epoch: number;
}

/** `abandoned`: the client went away, which says nothing about the subgraph. */
export type CallOutcome = "answered" | "failed" | "abandoned";

/** Closed while all is well; open after failures; then one call tries for all. */
export interface Breaker {
  /**
   * Undefined: do not call. A call that may honestly take long, as a mutation does in a rush, is no sign of a stall.
   */
  enter(mayTakeLong?: boolean): BreakerCall | undefined;
  leave(call: BreakerCall, outcome: CallOutcome): void;
  isOpen(): boolean;
  /** Takes over what another gateway of the group found out; not told on. */
  follow(state: BreakerState): void;
}

export interface BreakerOptions {
  readonly limits: BreakerLimits;
  readonly clock: Clock;
  readonly onChange: (state: BreakerState) => void;
}

const SLICES = 10;
/** A part of the time that makes a stall. */
const AWAY_PART = 0.5;
/** Where answers usually take long, waiting long is no sign of a stall. */
const STALLED_TIMES_USUAL = 3;

export function createBreaker({ limits, clock, onChange }: BreakerOptions): Breaker {
  const window = slidingCounts(limits.breakerWindowMs);
  const pending = new PassingSet<BreakerCall>();
  let epoch = 0;
  let failuresInARow = 0;
  let answeredAtMs = -Infinity;
  let askedAtMs = -Infinity;
  let awakeAtMs = -Infinity;
  let usualMs = 0;
  /** Undefined while closed. */
  let openUntilMs: number | undefined;
  let probe: BreakerCall | undefined;

  const now = () => clock.now().getTime();

  const change = (state: BreakerState) => {
    openUntilMs = state === "open" ? now() + limits.breakerOpenMs : undefined;
    epoch += 1;
    failuresInARow = 0;
    probe = undefined;
    window.clear();
    pending.clear();
  };
  const open = () => {
    const wasClosed = openUntilMs === undefined;
    change("open");
    if (wasClosed) onChange("open");
  };

  /** As many as are failures enough have waited that long, and nobody was answered meanwhile. */
  const isStalled = (nowMs: number): boolean => {
    const stalledMs = Math.max(limits.breakerStalledMs, STALLED_TIMES_USUAL * usualMs);
    // When nobody asked for so long it may be this process that stood still, with all answers waiting at its door.
    if (nowMs - askedAtMs > stalledMs * AWAY_PART) awakeAtMs = nowMs;
    askedAtMs = nowMs;
    if (pending.size < limits.breakerFailuresMax) return false;
    if (nowMs - Math.max(answeredAtMs, awakeAtMs) <= stalledMs) return false;
    const oldest = pending.values().take(limits.breakerFailuresMax);
    return oldest.every(({ startedAtMs }) => nowMs - startedAtMs > stalledMs);
  };

  const begin = (nowMs: number, mayTakeLong = false): BreakerCall => {
    const call = { startedAtMs: nowMs, epoch };
    if (!mayTakeLong) pending.add(call);
    return call;
  };

  const answered = (call: BreakerCall, nowMs: number) => {
    answeredAtMs = nowMs;
    usualMs += (nowMs - call.startedAtMs - usualMs) / SLICES;
    failuresInARow = 0;
    if (openUntilMs === undefined) return window.add(nowMs, false);
    change("closed");
    onChange("closed");
  };

  const failed = (nowMs: number) => {
    if (openUntilMs !== undefined) return open();
    failuresInARow += 1;
    window.add(nowMs, true);
    const { calls, failures } = window.counts(nowMs);
    const isMostly = calls >= limits.breakerCallsMin && failures >= calls * limits.breakerFailureRatioMax;
    if (isMostly || failuresInARow >= limits.breakerFailuresMax) open();
  };

  return {
    isOpen: () => openUntilMs !== undefined && (probe !== undefined || now() < openUntilMs),
    follow: (state) => {
      if ((openUntilMs !== undefined) !== (state === "open")) change(state);
    },
    enter: (mayTakeLong) => {
      const nowMs = now();
      if (openUntilMs === undefined && isStalled(nowMs)) open();
      if (openUntilMs === undefined) return begin(nowMs, mayTakeLong);
      if (probe !== undefined || nowMs < openUntilMs) return undefined;
      return (probe = begin(nowMs, mayTakeLong));
    },
    leave: (call, outcome) => {
      pending.delete(call);
      if (call.epoch !== epoch) return;
      if (call === probe) probe = undefined;
      if (outcome === "answered") answered(call, now());
      if (outcome === "failed") failed(now());
    },
  };
}

/** Calls and failures of the last `windowMs`, in slices: what is older than the window by a slice is gone. */
function slidingCounts(windowMs: number) {
  const sliceMs = windowMs / SLICES;
  const calls = Array.from({ length: SLICES }, () => 0);
  const failures = Array.from({ length: SLICES }, () => 0);
  let latest = 0;

  const advance = (nowMs: number): number => {
    const slice = Math.floor(nowMs / sliceMs);
    for (let n = Math.max(latest + 1, slice - SLICES + 1); n <= slice; n += 1)
      calls[n % SLICES] = failures[n % SLICES] = 0;
    latest = Math.max(latest, slice);
    return latest % SLICES;
  };

  return {
    add: (nowMs: number, isFailure: boolean) => {
      const slice = advance(nowMs);
      calls[slice]! += 1;
      if (isFailure) failures[slice]! += 1;
    },
    counts: (nowMs: number) => {
      advance(nowMs);
      const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
      return { calls: sum(calls), failures: sum(failures) };
    },
    clear: () => {
      calls.fill(0);
      failures.fill(0);
    },
  };
}
