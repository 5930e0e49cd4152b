export interface EventLoopLag {
  /** How late the event loop is, ms: as late as it lately was, or as it is by now. */
  lagMs(): number;
  close(): void;
}

const EVERY_MS = 20;
const SMOOTHING = 0.5;

/** A timer that looks at how late it is called, and at how late its next call is already. */
export function watchEventLoop(): EventLoopLag {
  let calledAtMs = performance.now();
  let smoothedMs = 0;
  const lateMs = () => Math.max(0, performance.now() - calledAtMs - EVERY_MS);
  const timer = setInterval(() => {
    smoothedMs += (lateMs() - smoothedMs) * SMOOTHING;
    calledAtMs = performance.now();
  }, EVERY_MS).unref();
  return {
    lagMs: () => Math.max(smoothedMs, lateMs()),
    close: () => clearInterval(timer),
  };
}
