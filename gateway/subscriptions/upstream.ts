import { GraphQLError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from "#kernel/executor.ts";
import { countOpened, type UpstreamCounts } from "../watch/live-counts.ts";

/** A subgraph's stream. */
export interface Upstream {
  /** The subgraph's refusal, or undefined when there is a stream. */
  readonly opened: Promise<SubgraphResult | undefined>;
  /** Its last event, as text that can be compared; undefined before the first. */
  said(): string | undefined;
  close(): void;
}

export interface UpstreamListener {
  event(result: SubgraphResult): void;
  /** Not after `close`. */
  end(error?: GraphQLError): void;
  readonly counts?: UpstreamCounts;
}

/** Opens a stream and listens until it ends or is closed. */
export function openUpstream(
  { subscribe }: Pick<SubgraphExecutor, "subscribe">,
  request: Omit<SubgraphRequest, "signal">,
  listener: UpstreamListener,
): Upstream {
  // The signal besides `return`: a stream that waits for its next event does not hear of that.
  const ending = new AbortController();
  const { signal } = ending;
  let stream: AsyncIterableIterator<SubgraphResult> | undefined;
  let last: SubgraphResult | undefined;
  let lastText: string | undefined;
  const { counts } = listener;
  countOpened(counts);

  const close = () => {
    if (signal.aborted) return;
    ending.abort();
    if (counts) counts.open -= 1;
    void stream?.return?.()?.catch(() => {});
  };
  const end = (error?: GraphQLError) => {
    if (signal.aborted) return;
    if (counts && error) counts.broken += 1;
    close();
    listener.end(error);
  };

  const pump = async (events: AsyncIterableIterator<SubgraphResult>) => {
    for (;;) {
      const next = await events.next();
      if (signal.aborted) return;
      if (next.done) return end();
      const fault = faultIn(next.value);
      if (fault) return end(fault);
      last = next.value;
      lastText = undefined;
      if (counts) counts.events += 1;
      listener.event(next.value);
    }
  };

  const open = async (): Promise<SubgraphResult | undefined> => {
    try {
      const outcome = await subscribe({ ...request, signal });
      if (!(Symbol.asyncIterator in outcome)) return outcome;
      stream = outcome;
    } catch {
      return { errors: [broken().toJSON()] };
    }
    if (signal.aborted) void stream.return?.()?.catch(() => {});
    else void pump(stream).catch(() => end(broken()));
    return undefined;
  };

  return { opened: open(), said: () => (lastText ??= last && JSON.stringify(last)), close };
}

/** An event without so much as null for data is none: the owner refuses, or its stream broke. */
export function faultIn({ data, errors }: SubgraphResult): GraphQLError | undefined {
  if (data !== undefined) return undefined;
  const [error] = errors ?? [];
  const isOurs = !error?.extensions?.code || error.extensions.code === "INTERNAL_SERVER_ERROR";
  return isOurs ? broken() : new GraphQLError(error.message, { path: error.path, extensions: error.extensions });
}

export function broken(): ClientError {
  return new ClientError("SERVICE_UNAVAILABLE", "The stream broke. Subscribe again from the last event you have.", {
    retryable: true,
  });
}
