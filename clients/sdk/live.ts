import { type Client, CloseCode, createClient } from "graphql-ws";
import { AgoraError, faultOf } from "./agora-error.ts";
import type { TypedDocumentString } from "./generated/graphql.ts";
import type { Named, Naming } from "./naming.ts";
import type { Tokens } from "./tokens.ts";
import type { Answer } from "./transport.ts";

/** A line that says nothing for so long is asked whether it still lives, and cut when no answer comes. */
const PING_MS = 10_000;
const PONG_MS_MAX = 5_000;
const ACKNOWLEDGE_MS_MAX = 10_000;
/** Kept this long after its last subscription, for the next one. */
const LINGER_MS = 1_000;
/** How servers of the graphql-transport-ws protocol close the line of a token that is not, or no longer, good. */
const TOKEN_REFUSED: readonly number[] = [CloseCode.Unauthorized, CloseCode.Forbidden];

/** One websocket for all live operations, opened when there is one. It does not retry: who resumes knows where. */
export interface Live {
  /** Ends when the server completes it or the signal aborts. Throws a transient AgoraError when the line was cut. */
  stream<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    signal?: AbortSignal,
  ): AsyncGenerator<Answer<Data>, void, undefined>;
  close(): Promise<void>;
}

export interface LiveOptions {
  /** `ws:` or `wss:`. */
  readonly endpoint: string;
  /** A WebSocket class; the platform's own when left out. */
  readonly webSocket: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly tokens: Tokens;
  readonly naming: Naming;
}

export function createLive({ endpoint, webSocket, headers, tokens, naming }: LiveOptions): Live {
  let sentToken: string | undefined;
  const client: Client = createClient({
    url: endpoint,
    webSocketImpl: webSocket,
    retryAttempts: 0,
    lazyCloseTimeout: LINGER_MS,
    keepAlive: PING_MS,
    connectionAckWaitTimeout: ACKNOWLEDGE_MS_MAX,
    connectionParams: async () => {
      sentToken = await tokens.accessToken();
      return { ...headers, ...(sentToken && { Authorization: `Bearer ${sentToken}` }) };
    },
    on: watchdog(() => client.terminate()),
  });

  /** A refused token is renewed here, so that the next connection comes with a good one. */
  const faultAfter = async (thrown: unknown): Promise<AgoraError> => {
    const fault = faultIn(thrown);
    const isRefused = TOKEN_REFUSED.includes(closeCodeOf(thrown)) || fault.code === "UNAUTHENTICATED";
    if (!isRefused || sentToken === undefined) return fault;
    const renewed = await tokens.renew(sentToken);
    return renewed === undefined
      ? new AgoraError("UNAUTHENTICATED", "The session is over. Sign in again.")
      : cut(thrown);
  };

  /** The protocol wants a text, so that an empty one stands for none. */
  const streamOf = async function* (
    { query = "", extensions }: Named,
    variables: Record<string, unknown>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Answer<any>, void, undefined> {
    const results = client.iterate<any>({ query, extensions, variables });
    const stop = () => void results.return?.();
    signal?.addEventListener("abort", stop);
    try {
      if (signal?.aborted) return;
      for await (const { data, errors } of results)
        yield { data: data ?? null, faults: (errors ?? []).map((error) => faultOf(error)) };
    } catch (error) {
      throw await faultAfter(error);
    } finally {
      signal?.removeEventListener("abort", stop);
      stop();
    }
  };

  return {
    stream: async function* (document, variables, signal) {
      const named = naming.of(document);
      try {
        yield* streamOf(named, variables, signal);
      } catch (error) {
        const otherwise = naming.insteadOf(named, document, (error as AgoraError).code);
        if (!otherwise) throw error;
        yield* streamOf(otherwise, variables, signal);
      }
    },
    close: async () => client.dispose(),
  };
}

/** Cuts a line whose far end no longer answers pings: a pulled cable sends no close. */
function watchdog(terminate: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ping: (received: boolean) => {
      if (!received) timer = setTimeout(terminate, PONG_MS_MAX);
    },
    pong: (received: boolean) => {
      if (received) clearTimeout(timer);
    },
    closed: () => clearTimeout(timer),
  };
}

function faultIn(thrown: unknown): AgoraError {
  if (Array.isArray(thrown)) return faultOf(thrown[0]);
  return closeCodeOf(thrown) === CloseCode.BadRequest
    ? new AgoraError("BAD_USER_INPUT", "The shop does not take this connection.", { cause: thrown })
    : cut(thrown);
}

function cut(cause: unknown): AgoraError {
  return new AgoraError("NETWORK_ERROR", "The live connection was cut.", { cause });
}

function closeCodeOf(thrown: unknown): number {
  const code = typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : undefined;
  return typeof code === "number" ? code : 0;
}
