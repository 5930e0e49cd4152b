import { type Client, createClient, type SubscribePayload } from "graphql-ws";
import { WebSocket } from "ws";
import type { SubgraphResult } from "./executor.ts";
import { subgraphResultOf } from "./subgraph-result.ts";

const PING_MS = 10_000;
const PONG_MS_MAX = 5_000;
/** Kept so long after its last subscription, for the next one. */
const LINGER_MS = 1_000;
const NO_RESULT: SubgraphResult = { errors: [{ message: "A subgraph sent what is no GraphQL result" }] };

/** Subscriptions at one place, all on one websocket (graphql-transport-ws) that is opened when there is one. */
export interface OverWebSocket {
  subscribe(payload: SubscribePayload): AsyncIterableIterator<SubgraphResult>;
  close(): Promise<void>;
}

/** A socket that breaks ends its streams with an error; it is opened anew for the next one. */
export function overWebSocket(url: string): OverWebSocket {
  const client = createClient({
    url: url.replace(/^http/, "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    lazyCloseTimeout: LINGER_MS,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: PONG_MS_MAX,
    on: watchdog(() => client.terminate()),
  }) as Client;
  return {
    subscribe: (payload) => readResults(client.iterate(payload) as AsyncIterableIterator<SubgraphResult>),
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
function readResults(results: AsyncIterableIterator<SubgraphResult>): AsyncIterableIterator<SubgraphResult> {
  const asRead = (next: IteratorResult<SubgraphResult>): IteratorResult<SubgraphResult> =>
    next.done ? next : { done: false, value: subgraphResultOf(next.value) ?? NO_RESULT };
  const asResult = (thrown: unknown): IteratorResult<SubgraphResult> => {
    if (!Array.isArray(thrown)) throw thrown;
    return asRead({ done: false, value: { errors: thrown } });
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => results.next().then(asRead, asResult),
    return: () => results.return!(),
  };
}
