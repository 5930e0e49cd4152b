import { GraphQLError } from "graphql";
import { ClientError } from "#kernel/errors.ts";

export interface StreamOptions<Event, Result> {
  readonly upstream: AsyncIterableIterator<Event>;
  readonly work: (event: Event) => Promise<Result>;
  /** Why an event is the stream's last word rather than an event. */
  readonly faultIn: (event: Event) => GraphQLError | undefined;
  readonly waitingMax: number;
  readonly signal: AbortSignal;
  /** Aborted when the stream ends: an upstream that waits for its next event does not hear of `return`. */
  readonly ended: AbortController;
  /** The error as its reader may see it. */
  readonly faultOf: (error: GraphQLError) => Error;
}

/**
 * Passes events on, each worked on in its turn, and holds only so many for a reader that is slower than they come:
 * then the stream ends with an error, and its reader may subscribe again from where it stands. An upstream that breaks
 * ends it in the same way.
 */
export function stream<Event, Result>({
  upstream,
  work,
  faultIn,
  waitingMax,
  signal,
  ended: ending,
  faultOf,
}: StreamOptions<Event, Result>): AsyncIterableIterator<Result> {
  const waiting: Event[] = [];
  let ended: { readonly error?: GraphQLError } | undefined;
  let wake = () => {};

  const end = (fault?: GraphQLError) => {
    if (ended) return;
    ended = { error: fault };
    ending.abort();
    void upstream.return?.()?.catch(() => {});
    wake();
  };
  signal.addEventListener("abort", () => end(), { once: true });
  if (signal.aborted) end();

  const pump = async () => {
    for (;;) {
      const next = await upstream.next();
      if (ended) return;
      if (next.done) return end();
      const fault = faultIn(next.value);
      if (fault) return end(fault);
      if (waiting.length >= waitingMax) return end(tooSlow());
      waiting.push(next.value);
      wake();
    }
  };
  void pump().catch(() => end(broken()));

  const giveUp = (error: unknown): never => {
    end();
    throw error instanceof GraphQLError ? faultOf(error) : error;
  };

  const next = async (): Promise<IteratorResult<Result>> => {
    for (;;) {
      if (waiting.length > 0 && !signal.aborted)
        return { done: false, value: await work(waiting.shift()!).catch(giveUp) };
      if (ended?.error) {
        const { error } = ended;
        ended = {};
        throw faultOf(error);
      }
      if (ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };

  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next,
    return: async () => {
      waiting.length = 0;
      end();
      return { done: true, value: undefined };
    },
  };
}

export function broken(): ClientError {
  return new ClientError("SERVICE_UNAVAILABLE", "The stream broke. Subscribe again from the last event you have.", {
    retryable: true,
  });
}

function tooSlow(): ClientError {
  return new ClientError(
    "SERVICE_UNAVAILABLE",
    "Events came faster than they were read. Subscribe again from the last event you have.",
    {
      retryable: true,
    },
  );
}
