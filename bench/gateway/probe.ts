import { setTimeout as sleep } from "node:timers/promises";
import type { Started } from "./processes.ts";

const READY_MS_MAX = 60_000;
const POLL_MS = 50;

export async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query }),
  });
  if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 500)}`);
  return response.json();
}

/** Every GraphQL server answers this, whatever its health URL is. Throws with what it printed when it never does. */
export async function untilAnswers(url: string, process: Started): Promise<void> {
  const end = Date.now() + READY_MS_MAX;
  for (;;) {
    const isUp = await ask(url, "{ __typename }").then(
      () => true,
      () => false,
    );
    if (process.hasEnded()) throw new Error(`it ended at once (is its port free?): ${process.log()}`);
    if (isUp) return;
    if (Date.now() > end) throw new Error(`it is not ready after ${READY_MS_MAX / 1_000} s: ${process.log()}`);
    await sleep(POLL_MS);
  }
}
