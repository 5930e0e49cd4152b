import { sleep } from "./clock.ts";
import type { Signals } from "./signals.ts";

/** The safety net below the signals. */
const POLL_MS = 5_000;

/** Runs at the start, whenever one of the names is signalled, and every `pollMs`; a wake-up during a run runs once more. */
export async function runWhenWoken(
  signals: Signals,
  wakes: readonly string[],
  run: () => Promise<void>,
  stop: AbortSignal,
  pollMs = POLL_MS,
): Promise<void> {
  let woken = new AbortController();
  const wake = () => woken.abort();
  const silence = wakes.map((name) => signals.listen(name, wake));
  try {
    while (!stop.aborted) {
      woken = new AbortController();
      await run();
      await sleep(pollMs, AbortSignal.any([stop, woken.signal]));
    }
  } finally {
    silence.forEach((end) => end());
  }
}
