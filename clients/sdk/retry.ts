import { AgoraError } from "./agora-error.ts";

/** A request is sent at most so many times, about 6 s in all. */
export const TRIES_MAX = 6;
const BACKOFF_MS_MIN = 200;
const BACKOFF_MS_MAX = 5_000;

/** Milliseconds to wait after so many failures: twice as long each time, jittered so that clients do not come back at once. */
export function backoffMs(failures: number, maxMs = BACKOFF_MS_MAX): number {
  const ms = Math.min(maxMs, BACKOFF_MS_MIN * 2 ** (failures - 1));
  return ms / 2 + (Math.random() * ms) / 2;
}

/** Resolves early when the signal aborts. */
export function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    if (signal?.aborted) finish();
    else signal?.addEventListener("abort", finish);
  });
}

/** Does it again after transient faults. Only for what may be done twice: reads, and mutations with an idempotency key. */
export async function repeated<Value>(once: () => Promise<Value>, onRepeat: () => void = () => {}): Promise<Value> {
  for (let tries = 1; ; tries++) {
    let askedToWaitMs = 0;
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof AgoraError) || !error.isTransient || tries >= TRIES_MAX) throw error;
      askedToWaitMs = (error.retryAfterSeconds ?? 0) * 1_000;
    }
    await wait(askedToWaitMs + backoffMs(tries));
    onRepeat();
  }
}
