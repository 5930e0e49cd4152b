import { ClientError } from "#kernel/errors.ts";
import type { EventLoopLag } from "./event-loop-lag.ts";
import { fewEnough } from "./few-enough.ts";

export interface ShedderLimits {
  /** Operations at once that are let in before anything is known, and the least and the most that it may become. */
  readonly loadAtOnceStart: number;
  readonly loadAtOnceMin: number;
  readonly loadAtOnceMax: number;
  /** While more is asked all the time than can be served: no fewer, even where they serve as many. */
  readonly loadAtOnceFewest: number;
  /** An operation that takes so many times what it takes without a queue is late … */
  readonly loadSlowerMax: number;
  /** … if it is this much later: what is fast anyway may vary. */
  readonly loadSlackMs: number;
  /** An event loop behind by so much turns some away, and at the second figure all. */
  readonly loadLagMs: number;
  readonly loadLagMsMax: number;
}

/** Never fewer than a rush on one product is: it is slow then, and none of its buyers is turned away. */
export const SHEDDER_LIMITS: ShedderLimits = {
  ...{ loadAtOnceStart: 256, loadAtOnceMin: 256, loadAtOnceMax: 2_000, loadAtOnceFewest: 64 },
  ...{ loadSlowerMax: 2, loadSlackMs: 10, loadLagMs: 50, loadLagMsMax: 250 },
};

/** An operation that was let in; to be given back, whatever happens. */
export interface Ticket {
  readonly startedAtMs: number;
}

/** `given up`: its client went away before the end; `ignored`: how long it took says nothing, since it failed early. */
export type TicketOutcome = "served" | "given up" | "ignored";

export type Overload = "concurrency" | "event loop";

export interface LoadShedder {
  /**
   * What there is too much of for one more. Asked first: who cannot be served is told before anything is done.
   * @param arriving who was told that there is room, and has not entered yet
   */
  tooMuch(arriving?: number): Overload | undefined;
  /** Undefined when all places are taken. */
  enter(): Ticket | undefined;
  /** Somebody gets the answer to an operation that is in: he takes no place, but time. */
  join(): void;
  leave(ticket: Ticket, outcome: TicketOutcome): void;
  readonly atOnce: number;
  readonly atOnceMax: number;
}

export interface ShedderOptions {
  readonly limits: ShedderLimits;
  /** Ms, of any beginning. */
  readonly now: () => number;
  readonly loop?: Pick<EventLoopLag, "lagMs" | "turns">;
}

const WINDOW_MS = 100;
const WINDOW_SERVED_MIN = 30;
/** Half of the way at a time, so that one odd window does not decide. */
const STEP = 0.5;
/** What a window with few at once teaches of the time without a queue, and what a probe does. */
const IDLE_PART = 0.25;
const LEARN = 0.1;
const LEARN_FROM_PROBE = 0.5;
const GROWTH = 0.1;
/** So much of the limit is left while it is measured how long operations take without a queue: less than 1 / loadSlowerMax. */
const PROBE_PART = 0.35;
const PROBE_EVERY_MS = 10_000;
/** After a probe that found the truth to be another by so much, the next comes soon. */
const PROBE_SURPRISE = 0.1;
const PROBE_SOON_MS = 1_000;
/** A probe costs throughput: where it takes long it is rare, and one that comes to nothing is given up. */
const PROBE_REST_TIMES = 30;
const PROBE_MS_MAX = 2_000;

/**
 * Lets in as many operations at once as can be served without a queue behind the gateway growing, and finds out by
 * itself how many that is: time to serve that grows with what is let in is time in a queue. What was learnt is checked
 * against a moment with few at once, for time may also grow because the work has changed.
 */
export function createLoadShedder({ limits, now, loop }: ShedderOptions): LoadShedder {
  const turnAway = inProportion();
  let atOnceMax = Math.min(limits.loadAtOnceStart, limits.loadAtOnceMax);
  let atOnce = 0;
  /** Let in, or joined, since the event loop came round last. */
  let inThisTurn = 0;
  let turn = 0;
  /** How long operations take without a queue, as far as is known. */
  let unqueuedMs = Infinity;
  let window = emptyWindow(now());
  let probe: Probe | undefined;
  let probeDueAtMs = 0;
  const enough = fewEnough({ least: Math.max(1, limits.loadAtOnceFewest), most: limits.loadAtOnceMin });

  /** Where nothing more is asked, nothing ends a probe. */
  const isProbing = (nowMs: number) => probe !== undefined && nowMs - probe.begunAtMs <= PROBE_MS_MAX;
  const isLeast = () => atOnceMax <= limits.loadAtOnceMin;
  const allowedAt = (nowMs: number) => {
    if (isProbing(nowMs)) return Math.max(1, Math.floor(atOnceMax * PROBE_PART));
    return Math.floor(isLeast() ? Math.min(atOnceMax, enough.atOnceMax(nowMs)) : atOnceMax);
  };

  const knownMs = () => (unqueuedMs === Infinity ? 0 : unqueuedMs);
  const isFull = (nowMs: number) => {
    if (atOnce < allowedAt(nowMs)) return false;
    window.refused = true;
    if (isLeast() && !isProbing(nowMs)) enough.onRefused(nowMs);
    return true;
  };

  const adjust = (nowMs: number) => {
    const meanMs = window.sumMs / window.served;
    const { peak, refused } = window;
    window = emptyWindow(nowMs);
    /** What few take, held to so many while others are refused, is neither the time without a queue nor with one. */
    if (isLeast() && enough.atOnceMax(nowMs) < limits.loadAtOnceMin) return;
    if (unqueuedMs === Infinity) unqueuedMs = meanMs;
    else if (peak <= atOnceMax * IDLE_PART || meanMs < unqueuedMs) unqueuedMs += (meanMs - unqueuedMs) * LEARN;
    /** What is not used says nothing about what could be. */
    if (peak < atOnceMax / 2) return;
    const fineMs = unqueuedMs * limits.loadSlowerMax + limits.loadSlackMs;
    const gradient = Math.min(1, Math.max(0.5, fineMs / meanMs));
    const wanted = atOnceMax * gradient + Math.max(Math.sqrt(atOnceMax), atOnceMax * GROWTH);
    const next = atOnceMax + (wanted - atOnceMax) * STEP;
    atOnceMax = Math.min(limits.loadAtOnceMax, Math.max(limits.loadAtOnceMin, next));
    if ((refused || gradient < 1) && nowMs >= probeDueAtMs)
      probe = { ...emptyWindow(nowMs), isDrained: false, begunAtMs: nowMs };
  };

  const endProbe = ({ sumMs, served, begunAtMs }: Probe, nowMs: number) => {
    const meanMs = served === 0 ? unqueuedMs : sumMs / served;
    const isSurprise = Math.abs(meanMs - unqueuedMs) > unqueuedMs * PROBE_SURPRISE;
    const tookMs = Math.min(PROBE_MS_MAX, nowMs - begunAtMs);
    const restMs = Math.max(isSurprise ? PROBE_SOON_MS : PROBE_EVERY_MS, tookMs * PROBE_REST_TIMES);
    probeDueAtMs = nowMs + restMs;
    unqueuedMs += (meanMs - unqueuedMs) * LEARN_FROM_PROBE;
    probe = undefined;
    window = emptyWindow(nowMs);
  };

  const onProbe = (current: Probe, ms: number | undefined, startedAtMs: number, nowMs: number) => {
    if (!current.isDrained && atOnce <= allowedAt(nowMs))
      probe = { ...current, ...emptyWindow(nowMs), isDrained: true };
    else if (current.isDrained && ms !== undefined && startedAtMs >= current.beganAtMs) count(current, ms);
    if (current.served >= WINDOW_SERVED_MIN || nowMs - current.begunAtMs > PROBE_MS_MAX) endProbe(current, nowMs);
  };

  return {
    get atOnce() {
      return atOnce;
    },
    get atOnceMax() {
      return allowedAt(now());
    },
    tooMuch: (arriving = 0) => {
      const nowMs = now();
      if (isFull(nowMs)) return "concurrency";
      // Most of them may want the same, and take no place: they are counted only where places are short.
      if (enough.isOverload(nowMs) && atOnce + arriving >= allowedAt(nowMs)) return "concurrency";
      if (!loop) return undefined;
      if (turn !== loop.turns()) {
        turn = loop.turns();
        inThisTurn = 0;
      }
      const lag = loop.lagMs();
      if (lag <= limits.loadLagMs) return undefined;
      /**
       * With little to do, what held the event loop up was one piece of work: it is over, and no sign of load. Much is
       * done also where few run at a time and many in one turn of the loop, as when all fail at once: it may then not come
       * round for seconds.
       */
      if (Math.max(atOnce, inThisTurn) < limits.loadAtOnceMin) return undefined;
      const part = (lag - limits.loadLagMs) / (limits.loadLagMsMax - limits.loadLagMs);
      return turnAway(part) ? "event loop" : undefined;
    },
    enter: () => {
      const nowMs = now();
      if (isFull(nowMs)) return undefined;
      atOnce += 1;
      inThisTurn += 1;
      window.peak = Math.max(window.peak, atOnce);
      return { startedAtMs: nowMs };
    },
    join: () => void (inThisTurn += 1),
    leave: ({ startedAtMs }, outcome) => {
      atOnce -= 1;
      const nowMs = now();
      const tookMs = nowMs - startedAtMs;
      if (isProbing(nowMs)) enough.onLeftOtherwise(nowMs);
      else enough.onLeft(nowMs, tookMs);
      /** Who gives up after less than it takes says nothing; who waited longer says that there is a queue. */
      const isCounted = outcome === "served" || (outcome === "given up" && tookMs >= knownMs());
      /** What this process itself held up says nothing of the services: taken for their time, it would let too much in. */
      const isOurs = loop !== undefined && loop.lagMs() > limits.loadLagMs;
      const ms = isCounted && !isOurs ? tookMs : undefined;
      if (probe) return onProbe(probe, ms, startedAtMs, nowMs);
      if (ms === undefined) return;
      count(window, ms);
      if (nowMs - window.beganAtMs >= WINDOW_MS && window.served >= WINDOW_SERVED_MIN) adjust(nowMs);
    },
  };
}

/** The refusal as the client reads it: HTTP 503 with `Retry-After`. */
export function overloaded(): ClientError {
  const retryAfterSeconds = 1;
  return new ClientError("SERVICE_UNAVAILABLE", "Too much is asked of us right now. Ask again in a moment.", {
    retryAfterSeconds,
  });
}

/** What was seen since it began. */
interface Window {
  readonly beganAtMs: number;
  served: number;
  sumMs: number;
  peak: number;
  refused: boolean;
}

interface Probe extends Window {
  /** The probe itself; its window begins when it is drained. */
  readonly begunAtMs: number;
  /** True when those from before have left, so that who enters now meets no queue of theirs. */
  readonly isDrained: boolean;
}

function emptyWindow(beganAtMs: number): Window {
  return { beganAtMs, served: 0, sumMs: 0, peak: 0, refused: false };
}

function count(window: Window, ms: number): void {
  window.served += 1;
  window.sumMs += ms;
}

/** Turns a part of all away, evenly and without chance. */
function inProportion(): (part: number) => boolean {
  let owed = 0;
  return (part) => {
    owed += Math.min(1, part);
    if (owed < 1) return false;
    owed -= 1;
    return true;
  };
}
