import { Client } from "undici";

/** Clients that ask one after the other on a connection of their own, as soon as they have their answer. */
export interface Load {
  /** Requests that were answered as they must be. */
  answered(): number;
  /** Everything else. Where nobody listens any more nothing was asked. */
  failed(): readonly string[];
  /** Resolves when the last request has ended. */
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly url: string;
  readonly clients: number;
  readonly query: string;
  readonly expected: unknown;
  /** Between an answer and the client's next request. */
  readonly pauseMs?: number;
}

export function startLoad({ url, clients, query, expected, pauseMs = 2 }: LoadOptions): Load {
  const body = JSON.stringify({ query });
  const wanted = JSON.stringify(expected);
  const failed: string[] = [];
  let answered = 0;
  const stopping = new AbortController();

  const run = async () => {
    const client = new Client(url, { pipelining: 1 });
    while (!stopping.signal.aborted) {
      try {
        const headers = { "content-type": "application/json" };
        const { statusCode, body: answer } = await client.request({ path: "/graphql", method: "POST", headers, body });
        const text = await answer.text();
        if (statusCode === 200 && text === wanted) answered += 1;
        else failed.push(`${statusCode} ${text.slice(0, 200)}`);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ECONNREFUSED") break;
        failed.push(String(error));
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    await client.destroy();
  };
  const running = Promise.all(Array.from({ length: clients }, run));

  return {
    answered: () => answered,
    failed: () => failed,
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
