import { createContext, Script } from "node:vm";

const room = createContext({ work: undefined as unknown });
const script = new Script("work()");

/** Runs what may never end: once its time is up it is stopped wherever it is, and `isTimeUp` knows the error. */
export function withinMs<Value>(msMax: number, work: () => Value): Value {
  if (msMax === Infinity) return work();
  room.work = work;
  try {
    return script.runInContext(room, { timeout: Math.max(1, Math.ceil(msMax)) }) as Value;
  } finally {
    room.work = undefined;
  }
}

export function isTimeUp(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
