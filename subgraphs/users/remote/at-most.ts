import { ClientError } from "#kernel/errors.ts";

/** Runs at most so many pieces of work at once, the others in the order they came; more than `waitingMax` are refused. */
export function atMost(runningMax: number, waitingMax: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = [];
  let running = 0;
  const start = (): Promise<void> | void => {
    if (running < runningMax) return void running++;
    if (waiting.length >= waitingMax)
      throw new ClientError("SERVICE_UNAVAILABLE", "Too many are signing in right now. Try again in a moment.");
    return new Promise((resolve) => waiting.push(resolve));
  };
  const end = () => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  return async (work) => {
    await start();
    try {
      return await work();
    } finally {
      end();
    }
  };
}
