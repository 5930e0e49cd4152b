import type { Call, CallGraph } from "./call-graph.ts";

/**
 * Makes the calls, each as soon as those it waits for are done. Rejects at the first fault.
 * @param onDone told of each call that is done, before the next
 */
export function inOrder(
  calls: CallGraph,
  make: (call: Call, index: number) => Promise<unknown>,
  onDone?: (call: Call) => void,
): Promise<void> {
  if (calls.length === 0) return Promise.resolve();
  const waiting = calls.map(({ waitsFor }) => waitsFor);
  let left = calls.length;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const start = async (index: number): Promise<void> => {
    try {
      await make(calls[index]!, index);
    } catch (error) {
      return reject(error);
    }
    onDone?.(calls[index]!);
    left -= 1;
    if (left === 0) return resolve();
    for (const next of calls[index]!.next) if (--waiting[next]! === 0) void start(next);
  };
  calls.forEach(({ waitsFor }, index) => void (waitsFor === 0 && start(index)));
  return promise;
}
