import type { Call, CallGraph } from "./call-graph.ts";
import { type PlanRun, runCalls } from "./run-calls.ts";

/** Makes the calls; returns when all is there that a part holds. */
export function runDeferred(run: PlanRun, calls: CallGraph): (part: number) => Promise<void> {
  const left = new Map<number, number>();
  const parts = new Map<number, PromiseWithResolvers<void>>();
  for (const part of calls.flatMap(partsOf)) {
    left.set(part, (left.get(part) ?? 0) + 1);
    parts.set(part, parts.get(part) ?? Promise.withResolvers());
  }
  const onDone = (call: Call) => {
    for (const part of partsOf(call)) {
      left.set(part, left.get(part)! - 1);
      if (left.get(part) === 0) parts.get(part)!.resolve();
    }
  };
  runCalls({ ...run, onDone }, calls).catch((error: unknown) => {
    for (const { promise, reject } of parts.values()) {
      // Whoever waits hears of it; perhaps nobody does.
      promise.catch(() => {});
      reject(error);
    }
  });
  return (part) => parts.get(part)?.promise ?? Promise.resolve();
}

function partsOf({ part }: Call): number[] {
  return part.split(" ").map(Number);
}
