import { sleep } from "#kernel/clock.ts";
import type { Order, TimelineEntry } from "../domain/order.ts";
import type { Ports } from "../ports.ts";

/** The safety net below the wake-ups. */
const POLL_MS = 5_000;
/** Read ahead of a slow client; the rest waits in the database. */
const BUFFER_MAX = 50;

export interface OrderChanged extends TimelineEntry {
  /** As it is now. */
  readonly order: Order;
}

export interface Watch {
  /** As it was just read: the first change tells of it without asking again. */
  readonly order: Order;
  /** Changes above this one come, in order. */
  readonly afterSequence: number;
  /** Asked of each change: an order can change hands. */
  readonly maySee: (order: Order) => boolean;
  readonly signal: AbortSignal;
}

const DONE = { done: true, value: undefined } as const;

/**
 * The rows of an order's timeline as they come. What a client has not taken yet stays in the table, so a wake-up says
 * only "look again". Not an async generator: its return() would wait behind a next() that may never come.
 */
export function watchOrder(
  { store, changes }: Pick<Ports, "store" | "changes">,
  watch: Watch,
): AsyncIterableIterator<OrderChanged> {
  const { maySee } = watch;
  const orderId = watch.order.id;
  const ended = new AbortController();
  const whenEnded = new Promise<void>((resolve) =>
    ended.signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  let woken = new AbortController();
  let afterSequence = watch.afterSequence;
  /** Of the order as it was last read: nothing is above it unless a wake-up came since. */
  let newestSequence = Infinity;
  let justRead: Order | undefined = watch.order;
  let buffer: TimelineEntry[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const silence = changes.listen(orderId, () => woken.abort());
  const end = () => {
    silence();
    ended.abort();
    buffer = [];
  };
  if (watch.signal.aborted) end();
  watch.signal.addEventListener("abort", end, { once: true });

  const pull = async (): Promise<IteratorResult<OrderChanged>> => {
    while (!ended.signal.aborted) {
      const entry = buffer.shift();
      if (entry) {
        afterSequence = entry.sequence;
        const order = justRead ?? (await store.orders.find([orderId]))[0];
        justRead = undefined;
        newestSequence = order?.sequence ?? Infinity;
        if (order && maySee(order)) return { done: false, value: { ...entry, order } };
        end();
        return DONE;
      }
      if (afterSequence >= newestSequence) await sleep(POLL_MS, AbortSignal.any([woken.signal, ended.signal]));
      woken = new AbortController();
      newestSequence = afterSequence;
      buffer = (await store.orders.findEntries([{ orderId, afterSequence, limit: BUFFER_MAX }])).flat();
      if (buffer.length === 0) justRead = undefined;
    }
    return DONE;
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => {
      const pulled = turn.then(pull).catch((error) => {
        end();
        throw error;
      });
      turn = pulled.catch(() => {});
      return Promise.race([pulled, whenEnded.then(() => DONE)]);
    },
    return: async () => {
      end();
      return DONE;
    },
  };
}
