import { type Client, createClient } from "graphql-ws";
import { WebSocket } from "ws";
import { eventually } from "./eventually.ts";

/** A websocket client that keeps all it sees. */
export interface LiveClient {
  readonly client: Client;
  /** The code of the close, once it has happened. */
  closed(): Promise<{ code: number; reason: string }>;
  subscribe(query: string, variables?: Record<string, unknown>): Live;
}

export interface Live {
  readonly results: any[];
  /** Null when it completed. */
  ended(): Promise<any>;
  first(count: number): Promise<any[]>;
  stop(): void;
}

export function liveClient(url: string, connectionParams: Record<string, unknown> = {}): LiveClient {
  const closes: { code: number; reason: string }[] = [];
  const client = createClient({
    url: `${url.replace(/^http/, "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams,
    onNonLazyError: () => {},
    on: { closed: (event) => void closes.push(event as { code: number; reason: string }) },
  });
  return {
    client,
    closed: () =>
      eventually(() => {
        if (!closes[0]) throw new Error("The socket is still open");
        return closes[0];
      }),
    subscribe: (query, variables) => {
      const results: any[] = [];
      const end = Promise.withResolvers<any>();
      const stop = client.subscribe(
        { query, variables },
        {
          next: (result) => void results.push(result),
          error: (error) => end.resolve(error),
          complete: () => end.resolve(null),
        },
      );
      const first = (count: number) =>
        eventually(() => {
          if (results.length < count)
            throw new Error(`${results.length} of ${count} results: ${JSON.stringify(results)}`);
          return results.slice(0, count);
        });
      return { results, ended: () => end.promise, first, stop };
    },
  };
}
