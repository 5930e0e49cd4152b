import { ClientError } from "#kernel/errors.ts";
import type { EventLoopLag } from "./event-loop-lag.ts";

export interface ShedderLimits {
  /** Operations at once that are let in before anything is known, and the least and the most that it may become. */
  readonly loadAtOnceStart: number;
  readonly loadAtOnceMin: number;
  readonly loadAtOnceMax: number;
  /** So many at once are never too much, until too much has been asked for so long: a rush is over by then. */
  readonly loadRushMax: number;
  readonly loadRushMs: number;
  /** An operation that takes so many times what it takes without a queue is late … */
  readonly loadSlowerMax: number;
  /** … if it is this much later: what is fast anyway may vary. */
  readonly loadSlackMs: number;
  /** An event loop behind by so much turns some away, and at the second figure all. */
  readonly loadLagMs: number;
  readonly loadLagMsMax: number;
}

/** A rush on one product is slow, and none of its buyers is turned away. */
export const SHEDDER_LIMITS: ShedderLimits = {
  ...{ loadAtOnceStart: 256, loadAtOnceMin: 64, loadAtOnceMax: 2_000, loadRushMax: 256, loadRushMs: 2_000 },
  ...{ loadSlowerMax: 2, loadSlackMs: 10, loadLagMs: 50, loadLagMsMax: 250 },
};

/** An operation that was let in; to be given back, whatever happens. */
export interface Ticket {
  /** Counted from 0. */
  readonly number: number;
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
/** Without a refusal for so long, what comes next is another rush. */
const CALM_MS = 1_000;
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
/** A probe costs throughput: the next comes after many times as long as it took, and one that comes to nothing is given up. */
const PROBE_REST_TIMES = 30;
/** One that found the truth to be another by so much is soon followed by the next. */
const PROBE_SURPRISE = 0.1;
const PROBE_SOON_MS = 1_000;
const PROBE_SOON_TIMES = 5;
const PROBE_MS_MAX = 2_000;
const PROBE_OPERATIONS = 30;

/**
 * Lets in as many operations at once as can be served without a queue behind the gateway growing, and finds out by
 * itself how many that is: time to serve that grows with what is let in is time in a queue. What was learnt is checked
 * against a moment with few at once, for time may also grow because the work has changed.
 */
export function createLoadShedder({ limits, now, loop }: ShedderOptions): LoadShedder {
  const turnAway = inProportion();
  let atOnceMax = limits.loadAtOnceStart;
  let atOnce = 0;
  let letIn = 0;
  /** Let in, or joined, since the event loop came round last. */
  let inThisTurn = 0;
  let turn = 0;
  /** How long operations take without a queue, as far as is known. */
  let unqueuedMs = Infinity;
  let window = emptyWindow(now());
  let probe: Probe | undefined;
  let probeDueAtMs = 0;
  /** When somebody was refused last, and first of those who were refused since there was calm. */
  let refusedAtMs = -Infinity;
  let refusedSinceMs = -Infinity;

  const isRush = (nowMs: number) => nowMs - refusedAtMs > CALM_MS || nowMs - refusedSinceMs <= limits.loadRushMs;
  const allowedAt = (nowMs: number) => {
    if (probe && nowMs - probe.begunAtMs <= PROBE_MS_MAX) return probe.atOnceMax;
    const rushMax = isRush(nowMs) ? Math.min(limits.loadRushMax, limits.loadAtOnceMax) : 0;
    return Math.max(rushMax, Math.floor(atOnceMax));
  };

  const knownMs = () => (unqueuedMs === Infinity ? 0 : unqueuedMs);
  const isFull = (nowMs: number, arriving = 0) => {
    if (atOnce + arriving < allowedAt(nowMs)) return false;
    if (nowMs - refusedAtMs > CALM_MS) refusedSinceMs = nowMs;
    refusedAtMs = nowMs;
    return true;
  };

  const adjust = (nowMs: number) => {
    const meanMs = window.sumMs / window.served;
    const { peak } = window;
    window = emptyWindow(nowMs);
    if (unqueuedMs === Infinity) unqueuedMs = meanMs;
    else if (peak <= atOnceMax * IDLE_PART || meanMs < unqueuedMs) unqueuedMs += (meanMs - unqueuedMs) * LEARN;
    /** What is not used says nothing about what could be. */
    if (peak < atOnceMax / 2) return;
    const fineMs = unqueuedMs * limits.loadSlowerMax + limits.loadSlackMs;
    const gradient = Math.min(1, Math.max(0.5, fineMs / meanMs));
    const wanted = atOnceMax * gradient + Math.max(Math.sqrt(atOnceMax), atOnceMax * GROWTH);
    const next = atOnceMax + (wanted - atOnceMax) * STEP;
    atOnceMax = Math.min(limits.loadAtOnceMax, Math.max(limits.loadAtOnceMin, next));
    /** Nobody in a rush is refused for the sake of knowing better. */
    if (!isRush(nowMs) && nowMs >= probeDueAtMs) probe = beginProbe(Math.min(peak, atOnceMax), nowMs);
  };

  const endProbe = ({ sumMs, served, begunAtMs }: Probe, nowMs: number) => {
    const meanMs = served === 0 ? unqueuedMs : sumMs / served;
    const isSurprise = Math.abs(meanMs - unqueuedMs) > unqueuedMs * PROBE_SURPRISE;
    const tookMs = nowMs - begunAtMs;
    probeDueAtMs =
      nowMs +
      (isSurprise
        ? Math.max(PROBE_SOON_MS, PROBE_SOON_TIMES * tookMs)
        : Math.max(PROBE_EVERY_MS, PROBE_REST_TIMES * tookMs));
    unqueuedMs += (meanMs - unqueuedMs) * LEARN_FROM_PROBE;
    probe = undefined;
    window = emptyWindow(nowMs);
  };

  const onProbe = (current: Probe, { number }: Ticket, ms: number | undefined, nowMs: number) => {
    if (current.first === Infinity && atOnce <= current.atOnceMax) current.first = letIn;
    const isAwaited = number >= current.first && number < current.first + PROBE_OPERATIONS;
    if (isAwaited) current.awaited -= 1;
    if (isAwaited && ms !== undefined) count(current, ms);
    if (current.awaited === 0 || nowMs - current.begunAtMs > PROBE_MS_MAX) endProbe(current, nowMs);
  };

  return {
    get atOnce() {
      return atOnce;
    },
    get atOnceMax() {
      return allowedAt(now());
    },
    tooMuch: (arriving) => {
      if (isFull(now(), arriving)) return "concurrency";
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
      if (Math.max(atOnce, inThisTurn) < limits.loadRushMax) return undefined;
      const part = (lag - limits.loadLagMs) / (limits.loadLagMsMax - limits.loadLagMs);
      return turnAway(part) ? "event loop" : undefined;
    },
    enter: () => {
      const nowMs = now();
      if (isFull(nowMs)) return undefined;
      atOnce += 1;
      inThisTurn += 1;
      window.peak = Math.max(window.peak, atOnce);
      return { number: letIn++, startedAtMs: nowMs };
    },
    join: () => void (inThisTurn += 1),
    leave: (ticket, outcome) => {
      atOnce -= 1;
      const nowMs = now();
      const tookMs = nowMs - ticket.startedAtMs;
      /** Who gives up after less than it takes says nothing; who waited longer says that there is a queue. */
      const isCounted = outcome === "served" || (outcome === "given up" && tookMs >= knownMs());
      /** What this process itself held up says nothing of the services: taken for their time, it would let too much in. */
      const isOurs = loop !== undefined && loop.lagMs() > limits.loadLagMs;
      const ms = isCounted && !isOurs ? tookMs : undefined;
      if (probe) return onProbe(probe, ticket, ms, nowMs);
      if (ms === undefined) return;
      count(window, ms);
      /** Those who were let in under the limit before are to be gone: a limit that runs after them would swing. */
      const windowMs = Math.max(WINDOW_MS, window.sumMs / window.served);
      if (nowMs - window.beganAtMs >= windowMs && window.served >= WINDOW_SERVED_MIN) adjust(nowMs);
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

/** How long operations took. */
interface Times {
  served: number;
  sumMs: number;
}

/** What was seen since it began. */
interface Window extends Times {
  readonly beganAtMs: number;
  peak: number;
}

interface Probe extends Times {
  readonly begunAtMs: number;
  readonly atOnceMax: number;
  /** Let in when those from before had left, so that it met no queue of theirs; it and those that follow it are timed. */
  first: number;
  /** Of them, those that have not left: the first to leave are the fastest, and say nothing of the others. */
  awaited: number;
}

function emptyWindow(beganAtMs: number): Window {
  return { beganAtMs, served: 0, sumMs: 0, peak: 0 };
}

function beginProbe(atOnce: number, begunAtMs: number): Probe {
  const atOnceMax = Math.max(1, Math.floor(atOnce * PROBE_PART));
  return { served: 0, sumMs: 0, begunAtMs, atOnceMax, first: Infinity, awaited: PROBE_OPERATIONS };
}

function count(window: Times, ms: number): void {
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
