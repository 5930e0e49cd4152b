import type { LoadShedder, Ticket } from "#gateway/resilience/load-shedder.ts";

/** A virtual minute of a gateway in front of one service, in which time is only a number. */
export interface OverloadOptions {
  readonly seconds: number;
  /** By the second. */
  readonly offeredPerSecond: (second: number) => number;
  readonly places: (second: number) => number;
  readonly serviceMs: (second: number, random: () => number) => number;
  /** Clients do not wait longer. */
  readonly patienceMs: number;
  readonly seed: number;
  readonly createShedder: (now: () => number) => LoadShedder;
}

export interface Overload {
  /** Operations served in time, by the second in which they were. */
  readonly goodput: readonly number[];
  readonly refused: readonly number[];
  readonly atOnceMax: readonly number[];
  readonly slowestMs: number;
}

interface Running {
  readonly endsAtMs: number;
  readonly arrivedAtMs: number;
  readonly ticket: Ticket;
}

export function simulateOverload(options: OverloadOptions): Overload {
  const { seconds, offeredPerSecond, places, serviceMs, patienceMs } = options;
  const random = randomFrom(options.seed);
  let nowMs = 0;
  const shedder = options.createShedder(() => nowMs);
  const goodput = Array.from({ length: seconds }, () => 0);
  const refused = Array.from({ length: seconds }, () => 0);
  const atOnceMax = Array.from({ length: seconds }, () => 0);
  const freeAtMs: number[] = [];
  let running: Running[] = [];
  let slowestMs = 0;

  const endUntil = (untilMs: number) => {
    while (running.length > 0 && running[0]!.endsAtMs <= untilMs) {
      const { endsAtMs, arrivedAtMs, ticket } = running.shift()!;
      nowMs = endsAtMs;
      shedder.leave(ticket, "served");
      slowestMs = Math.max(slowestMs, endsAtMs - arrivedAtMs);
      const second = Math.floor(endsAtMs / 1_000);
      if (second < seconds && endsAtMs - arrivedAtMs <= patienceMs) goodput[second]! += 1;
    }
    nowMs = untilMs;
  };

  /** First come, first served, by the place that is free first. */
  const serve = (second: number, ticket: Ticket) => {
    const open = places(second);
    while (freeAtMs.length < open) freeAtMs.push(nowMs);
    if (freeAtMs.length > open) freeAtMs.sort((a, b) => a - b).splice(0, freeAtMs.length - open);
    const first = freeAtMs.indexOf(Math.min(...freeAtMs));
    const endsAtMs = Math.max(nowMs, freeAtMs[first]!) + serviceMs(second, random);
    freeAtMs[first] = endsAtMs;
    const place = running.findLastIndex((other) => other.endsAtMs <= endsAtMs);
    running.splice(place + 1, 0, { endsAtMs, arrivedAtMs: nowMs, ticket });
  };

  for (let atMs = 0; atMs < seconds * 1_000;) {
    const second = Math.floor(atMs / 1_000);
    endUntil(atMs);
    const entered = shedder.enter();
    if (!entered) refused[second]! += 1;
    else serve(second, entered);
    atOnceMax[second] = shedder.atOnceMax;
    atMs += (-Math.log(1 - random()) * 1_000) / offeredPerSecond(second);
  }
  return { goodput, refused, atOnceMax, slowestMs };
}

/** mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
