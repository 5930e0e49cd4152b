import { setTimeout as wait } from "node:timers/promises";

const POLL_MS = 20;

/** Waits until the assertion holds; throws its last failure when it never does. */
export async function eventually<Value>(assertion: () => Value | Promise<Value>, timeoutMs = 10_000): Promise<Value> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > end) throw error;
      await wait(POLL_MS);
    }
  }
}
