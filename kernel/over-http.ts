import { type Client, createClient } from "graphql-ws";
import { Pool } from "undici";
import { WebSocket } from "ws";
import {
  type Execute,
  SubgraphUnreachableError,
  type SubgraphExecutor,
  type SubgraphRequest,
  type SubgraphResult,
} from "./executor.ts";
import { IDENTITY_HEADER, type PairKeys, signCall } from "./identity.ts";

const CONNECTIONS_MAX = 64;
const KEEP_ALIVE_MS = 30_000;
const PING_MS = 10_000;
const PONG_MS_MAX = 5_000;
/** As JSON of one answer; a larger one is a fault of the plan, not something to hold in memory. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;

export interface OverHttpOptions {
  /** The subgraph's name: the audience of the signature. */
  readonly name: string;
  /** Its origin, `http://127.0.0.1:4101`. */
  readonly url: string;
  /** Who calls: `gateway`, or a subgraph's name. */
  readonly from: string;
  readonly keys: PairKeys;
}

/** A subgraph in another process: a keep-alive pool for operations, one multiplexed websocket for subscriptions. */
export function overHttp(options: OverHttpOptions): SubgraphExecutor & { close(): Promise<void> } {
  const { name, url, from, keys } = options;
  const pool = new Pool(url, {
    connections: CONNECTIONS_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxResponseSize: ANSWER_BYTES_MAX,
  });
  let socket: Client | undefined;

  const sign = (request: SubgraphRequest, body: string) => {
    const { caller, context, requestId } = request;
    return signCall(keys, { from, to: name }, { caller, context, requestId }, body, Date.now());
  };

  const execute: Execute = async (request) => {
    const body = bodyOf(request);
    const leftMs = Math.max(1, request.deadlineAtMs - Date.now());
    try {
      const response = await pool.request({
        method: "POST",
        path: "/graphql",
        headers: {
          "content-type": "application/json",
          [IDENTITY_HEADER]: sign(request, body),
          "agora-timeout-ms": `${leftMs}`,
        },
        body,
        signal: AbortSignal.any([request.signal, AbortSignal.timeout(leftMs)]),
      });
      const text = await response.body.text();
      if (response.statusCode !== 200) throw new SubgraphUnreachableError(name, `HTTP ${response.statusCode}`);
      return JSON.parse(text) as SubgraphResult;
    } catch (error) {
      if (error instanceof SubgraphUnreachableError) throw error;
      throw new SubgraphUnreachableError(name, (error as Error).message);
    }
  };

  return {
    execute,
    subscribe: async (request) => {
      socket ??= openSocket(url);
      const { document: query, operationName, variables } = request;
      const extensions = { [IDENTITY_HEADER]: sign(request, bodyOf(request)) };
      return socket.iterate({
        query,
        operationName,
        variables: variables as Record<string, unknown>,
        extensions,
      }) as AsyncIterableIterator<SubgraphResult>;
    },
    close: async () => {
      await socket?.dispose();
      await pool.close();
    },
  };
}

/** One that does not answer a ping is gone, whatever TCP believes; its streams end, and their readers begin anew. */
function openSocket(url: string): Client {
  let overdue: NodeJS.Timeout | undefined;
  const stopWaiting = () => clearTimeout(overdue);
  const client: Client = createClient({
    url: `${url.replace(/^http/, "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: PONG_MS_MAX,
    on: {
      ping: (isTheirs) => {
        if (!isTheirs) overdue = setTimeout(() => client.terminate(), PONG_MS_MAX);
      },
      pong: (isTheirs) => {
        if (isTheirs) stopWaiting();
      },
      closed: stopWaiting,
    },
  });
  return client;
}

/** What is sent, and what is under the signature: for a subscription the same text is made again at the other end. */
export function bodyOf({
  document,
  operationName,
  variables,
}: Pick<SubgraphRequest, "document" | "operationName" | "variables">): string {
  return JSON.stringify({ query: document, operationName, variables });
}
