import type { Clock } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import type { Window } from "./windows.ts";

/** Adds points to the common count of a key; says how many all have taken and how long the window lasts. */
export type ShareCount = (key: string, points: number) => Promise<SharedCount>;

/** What those who count together must know of a limit. */
export interface SharedLimit {
  /** No other limit has it, and the same limit has it everywhere. */
  readonly id: string;
  readonly pointsMax: number;
  readonly windowSeconds: number;
}

export interface SharedCount {
  readonly points: number;
  readonly endsInMs: number;
}

/** One process's part in counting together. */
export interface Sharing {
  /** True when this process has taken so much on its own account that it must hear of the others. */
  mustHear(window: Window): boolean;
  /** Resolves when the others know of all that was taken up to now, and it of theirs. Never rejects. */
  hear(key: string, window: Window): Promise<void>;
  /** Tells the others of what was taken, at once or soon. */
  taken(key: string, window: Window): void;
}

export interface SharingOptions {
  readonly limit: { readonly name: string; readonly pointsMax: number };
  readonly share: ShareCount;
  readonly clock: Clock;
  readonly log: Log;
}

/** A process takes this part of a limit before it hears of the others, and no more: so far can N of them exceed it. */
const OWN_PART = 1 / 16;
const TOLD_WITHIN_MS = 200;
/** Whoever asks waits no longer than this for the others. */
const TELLING_MS_MAX = 250;
/** Where the others cannot be reached, this process counts alone for so long: their outage refuses nobody. */
const ALONE_MS = 1_000;

/**
 * Counting together without a question per request: each process takes points on its own account and tells the others
 * soon after. A group of N can exceed a limit by N/16 of it at most; a limit of a few points is exact but for what
 * happens within one round trip.
 */
export function sharing({ limit, share, clock, log }: SharingOptions): Sharing {
  const ownMax = Math.max(1, Math.floor(limit.pointsMax * OWN_PART));
  const untold = new Map<string, Window>();
  let timer: NodeJS.Timeout | undefined;
  let aloneUntilMs = 0;

  const isAlone = () => clock.now().getTime() < aloneUntilMs;

  const tell = async (key: string, window: Window): Promise<void> => {
    const told = window.own;
    try {
      const { points, endsInMs } = await inTime(share(key, told));
      window.heard = points;
      window.own -= told;
      window.endsAtMs = clock.now().getTime() + endsInMs;
    } catch (error) {
      if (!isAlone()) log.warn({ limit: limit.name, error: (error as Error).message }, "rate limits: counting alone");
      aloneUntilMs = clock.now().getTime() + ALONE_MS;
    } finally {
      window.telling = undefined;
    }
  };

  const tellSoon = (key: string, window: Window) => {
    untold.set(key, window);
    timer ??= setTimeout(tellAll, TOLD_WITHIN_MS).unref();
  };

  const tellAll = () => {
    timer = undefined;
    const windows = [...untold];
    untold.clear();
    for (const [key, window] of windows) {
      if (window.telling) tellSoon(key, window);
      else if (window.own !== 0 && !isAlone()) window.telling = tell(key, window);
    }
  };

  return {
    mustHear: (window) => window.own >= ownMax && !isAlone(),
    hear: async (key, window) => {
      await window.telling;
      if (window.own !== 0 && !isAlone()) await (window.telling ??= tell(key, window));
    },
    taken: (key, window) => {
      if (isAlone()) return;
      if (window.own >= ownMax / 2 && !window.telling) window.telling = tell(key, window);
      else tellSoon(key, window);
    },
  };
}

async function inTime(count: Promise<SharedCount>): Promise<SharedCount> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${TELLING_MS_MAX} ms`)), TELLING_MS_MAX);
  });
  return Promise.race([count, tooLate]).finally(() => clearTimeout(timer));
}
