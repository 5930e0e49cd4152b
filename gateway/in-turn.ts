import { sleep } from "#kernel/clock.ts";

const STEP_MS = 10;

/** Sends all away, one after the other over so long, and faster where they are few: clients that go come again. */
export async function inTurn<Item>(items: Iterable<Item>, overMs: number, send: (item: Item) => void): Promise<void> {
  const left = [...items];
  const atOnce = Math.ceil((left.length * STEP_MS) / overMs);
  while (left.length > 0) {
    left.splice(0, atOnce).forEach(send);
    await sleep(STEP_MS);
  }
}
