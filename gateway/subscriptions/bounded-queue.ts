import type { GraphQLError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { StreamCounts } from "../watch/live-counts.ts";

/** What is put into a queue: it may still be in the making, and several queues may share it. */
export interface Entry<Item> {
  readonly made: Promise<Item>;
  /** 0 until they are known. */
  bytes: number;
}

export interface QueueOptions {
  readonly entriesMax: number;
  readonly bytesMax: number;
  /** The error as the reader may see it. */
  readonly faultOf: (error: GraphQLError) => Error;
  /** Nothing is taken any more. May be called several times. */
  readonly onEnd: () => void;
  readonly counts?: Pick<StreamCounts, "events" | "slowReaders">;
}

/**
 * Items in the order in which they came, however long each takes to make. It holds only so much for a reader that is
 * slower than they come: then it ends with an error, after what it holds.
 */
export class BoundedQueue<Item> implements AsyncIterableIterator<Item, undefined> {
  readonly #options: QueueOptions;
  readonly #waiting: Entry<Item>[] = [];
  #ended: { readonly error?: GraphQLError } | undefined;
  #wake = () => {};

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  push(entry: Entry<Item>): void {
    if (this.#ended) return;
    const { entriesMax, bytesMax, counts } = this.#options;
    const bytes = this.#waiting.reduce((sum, waiting) => sum + waiting.bytes, 0);
    if (this.#waiting.length >= entriesMax || bytes > bytesMax) {
      if (counts) counts.slowReaders += 1;
      return this.end(tooSlow());
    }
    this.#waiting.push(entry);
    this.#wake();
  }

  end(error?: GraphQLError): void {
    this.#ended ??= { error };
    this.#options.onEnd();
    this.#wake();
  }

  async next(): Promise<IteratorResult<Item, undefined>> {
    while (this.#waiting.length === 0 && !this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
    const entry = this.#waiting.shift();
    if (entry) {
      if (this.#options.counts) this.#options.counts.events += 1;
      return { done: false, value: await entry.made };
    }
    const error = this.#ended?.error;
    this.#ended = {};
    if (error) throw this.#options.faultOf(error);
    return { done: true, value: undefined };
  }

  /** Does not wait for what is in the making. */
  async return(): Promise<IteratorResult<Item, undefined>> {
    this.#waiting.length = 0;
    this.#ended = {};
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

function tooSlow(): ClientError {
  return new ClientError(
    "SERVICE_UNAVAILABLE",
    "Events came faster than they were read. Subscribe again from the last event you have.",
    { retryable: true },
  );
}
