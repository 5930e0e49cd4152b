import { GraphQLError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { GatewayLimits } from "../limits.ts";
import type { ClientScope } from "../scope.ts";

/** An event as its watchers get it: made once for all who get the same. */
export interface EventText {
  readonly json: Promise<string>;
  /** 0 until it is made. */
  bytes: number;
}

/**
 * One subscription of one client: the JSON of its events, in order. It holds only so much for a reader that is slower
 * than they come: then it ends with an error, and its reader may subscribe again from where it stands.
 */
export class Watcher implements AsyncIterableIterator<string, undefined> {
  readonly scope: ClientScope;
  readonly #limits: Pick<GatewayLimits, "eventsWaitingMax" | "eventBytesWaitingMax">;
  readonly #waiting: EventText[] = [];
  #ended: { readonly error?: GraphQLError } | undefined;
  #wake = () => {};
  /** Takes it out of where events are given to it. */
  leave = () => {};

  constructor(scope: ClientScope, limits: Pick<GatewayLimits, "eventsWaitingMax" | "eventBytesWaitingMax">) {
    this.scope = scope;
    this.#limits = limits;
  }

  push(event: EventText): void {
    if (this.#ended) return;
    const { eventsWaitingMax, eventBytesWaitingMax } = this.#limits;
    const bytes = this.#waiting.reduce((sum, waiting) => sum + waiting.bytes, 0);
    if (this.#waiting.length >= eventsWaitingMax || bytes > eventBytesWaitingMax) return this.end(tooSlow());
    this.#waiting.push(event);
    this.#wake();
  }

  /** After what waits. */
  end(error?: GraphQLError): void {
    this.#ended ??= { error };
    this.leave();
    this.#wake();
  }

  async next(): Promise<IteratorResult<string, undefined>> {
    while (this.#waiting.length === 0 && !this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
    const event = this.#waiting.shift();
    if (event) return { done: false, value: await event.json };
    const error = this.#ended?.error;
    this.#ended = {};
    if (error) throw new GraphQLError(error.message, this.scope.mask(error));
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<string, undefined>> {
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
