export interface EventLoopLag {
  /** How late the event loop is, ms: as late as it lately was, or as it is by now. */
  lagMs(): number;
  /** How often it has come round, as far as is seen: the same number means that it has not since. */
  turns(): number;
  close(): void;
}

const EVERY_MS = 20;
const SMOOTHING = 0.5;

/** A timer that looks at how late it is called, and at how late its next call is already. */
export function watchEventLoop(): EventLoopLag {
  let calledAtMs = performance.now();
  let smoothedMs = 0;
  let turns = 0;
  const lateMs = () => Math.max(0, performance.now() - calledAtMs - EVERY_MS);
  const timer = setInterval(() => {
    smoothedMs += (lateMs() - smoothedMs) * SMOOTHING;
    calledAtMs = performance.now();
    turns += 1;
  }, EVERY_MS).unref();
  return {
    lagMs: () => Math.max(smoothedMs, lateMs()),
    turns: () => turns,
    close: () => clearInterval(timer),
  };
}
