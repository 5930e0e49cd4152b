import { type Client, createClient, type SubscribePayload } from "graphql-ws";
import { WebSocket } from "ws";
import type { SubgraphResult } from "./executor.ts";
import { subgraphResultOf } from "./subgraph-result.ts";

const PING_MS = 10_000;
const PONG_MS_MAX = 5_000;
/** Kept so long after its last subscription, for the next one. */
const LINGER_MS = 1_000;
/** RFC 6455, 7.4.1. */
const NORMAL_CLOSURE = 1000;
const NO_RESULT: SubgraphResult = { errors: [{ message: "A subgraph sent what is no GraphQL result" }] };

/** Subscriptions at one place, all on one websocket (graphql-transport-ws) that is opened when there is one. */
export interface OverWebSocket {
  subscribe(payload: SubscribePayload): AsyncIterableIterator<SubgraphResult>;
  close(): Promise<void>;
}

/** A socket that breaks, or is closed, ends its streams with an error; it is opened anew for the next one. */
export function overWebSocket(url: string): OverWebSocket {
  const streams = new Set<AsyncIterableIterator<SubgraphResult>>();
  let isCutOff = false;

  /** Called first whichever side begins to close it, and once more when the other side agrees. */
  class Socket extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      if (this.readyState === WebSocket.OPEN) isCutOff = streams.size > 0;
      super.close(code, reason);
    }
  }

  const watch = watchdog(() => client.terminate());
  const client = createClient({
    url: url.replace(/^http/, "ws"),
    webSocketImpl: Socket,
    retryAttempts: 0,
    lazyCloseTimeout: LINGER_MS,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: PONG_MS_MAX,
    on: {
      ...watch,
      // The client would subscribe anew after this code, as often as it comes, and nobody would hear of what is missing.
      closed: (event) => {
        watch.closed();
        if ((event as { code?: number }).code === NORMAL_CLOSURE && isCutOff) client.terminate();
      },
    },
  }) as Client;

  return {
    subscribe: (payload) => {
      const results = client.iterate(payload) as AsyncIterableIterator<SubgraphResult>;
      const stream = readResults(results, () => streams.delete(stream));
      streams.add(stream);
      return stream;
    },
    close: async () => client.dispose(),
  };
}

/** One that does not answer a ping is gone, whatever TCP believes; its streams end, and their readers begin anew. */
function watchdog(terminate: () => void) {
  let overdue: NodeJS.Timeout | undefined;
  return {
    ping: (isTheirs: boolean) => {
      if (!isTheirs) overdue = setTimeout(terminate, PONG_MS_MAX);
    },
    pong: (isTheirs: boolean) => {
      if (isTheirs) clearTimeout(overdue);
    },
    closed: () => clearTimeout(overdue),
  };
}

/** Results of the right shape. The protocol's error message is a stream's last one, as it is in one process. */
function readResults(
  results: AsyncIterableIterator<SubgraphResult>,
  onEnd: () => void,
): AsyncIterableIterator<SubgraphResult> {
  const asRead = (next: IteratorResult<SubgraphResult>): IteratorResult<SubgraphResult> => {
    if (!next.done) return { done: false, value: subgraphResultOf(next.value) ?? NO_RESULT };
    onEnd();
    return next;
  };
  const asResult = (thrown: unknown): IteratorResult<SubgraphResult> => {
    onEnd();
    if (!Array.isArray(thrown)) throw thrown;
    return asRead({ done: false, value: { errors: thrown } });
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => results.next().then(asRead, asResult),
    return: () => {
      onEnd();
      return results.return!();
    },
  };
}
