import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { parse as parseDocument } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { ClientError, type FaultCode } from "./errors.ts";
import type { SubgraphExecutor, SubgraphRequest } from "./executor.ts";
import { readBody } from "./http-body.ts";
import { IDENTITY_HEADER, type PairKeys, type SignedCall, verifyCall } from "./identity.ts";
import type { Log } from "./log.ts";
import { bodyOf } from "./over-http.ts";
import { answerRoute, findRoute } from "./routes.ts";
import type { Subgraph } from "./subgraph.ts";

const BODY_BYTES_MAX = 4 * 1024 * 1024;
const TIMEOUT_MS_MAX = 60_000;
/** As the gateway makes them; anything else could forge log lines. */
const REQUEST_ID = /^[0-9a-f-]{36}$/;

export interface ServeSubgraphOptions {
  readonly subgraph: Subgraph;
  readonly executor: SubgraphExecutor;
  readonly keys: PairKeys;
  /** Who may call at all: the gateway and the subgraphs. */
  readonly callers: ReadonlySet<string>;
  readonly isReady: () => Promise<boolean>;
  readonly log: Log;
}

/** A subgraph's own port: signed operations on /graphql (HTTP and websocket), its plain routes, and its health. */
export function createSubgraphServer(options: ServeSubgraphOptions): { server: Server; close(): Promise<void> } {
  const { subgraph, executor, keys, callers, isReady, log } = options;

  const verify = (header: string | undefined, body: string | Buffer) =>
    verifyCall(keys, subgraph.name, callers, header, body, Date.now());

  const operate = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = await readBody(incoming, BODY_BYTES_MAX);
    if (!body) return send(outgoing, 413, refused("BAD_USER_INPUT", "The body is too large."));
    const call = verify(incoming.headers[IDENTITY_HEADER] as string | undefined, body);
    if ("refused" in call) {
      log.warn({ subgraph: subgraph.name, refused: call.refused }, "an unsigned call was refused");
      outgoing.setHeader("www-authenticate", IDENTITY_HEADER);
      return send(outgoing, 401, refused("UNAUTHENTICATED", `The call is ${call.refused}.`));
    }
    const timeoutMs = Math.min(TIMEOUT_MS_MAX, Number(incoming.headers["agora-timeout-ms"]) || TIMEOUT_MS_MAX);
    const ended = new AbortController();
    outgoing.on("close", () => ended.abort());
    const { query, operationName, variables } = JSON.parse(body.toString());
    const request = requestOf(call, { document: query, operationName, variables }, timeoutMs, ended.signal);
    send(outgoing, 200, await executor.execute(request));
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error) => {
      log.error({ error, subgraph: subgraph.name }, "a call failed");
      if (!outgoing.headersSent)
        send(outgoing, 500, refused("INTERNAL_SERVER_ERROR", "Something went wrong on our side."));
      outgoing.destroy();
    });
  });

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const path = new URL(incoming.url ?? "/", "http://subgraph").pathname;
    if (path === "/graphql" && incoming.method === "POST") return operate(incoming, outgoing);
    if (path === "/health/live") return send(outgoing, 200, { status: "live" });
    if (path === "/health/ready")
      return (await isReady())
        ? send(outgoing, 200, { status: "ready" })
        : send(outgoing, 503, { status: "not ready" });
    const route = findRoute(subgraph.routes, incoming.method, path);
    if (route) {
      const requestId = incoming.headers["agora-request-id"];
      if (typeof requestId === "string" && REQUEST_ID.test(requestId))
        outgoing.setHeader("agora-request-id", requestId);
      return answerRoute(route, incoming, outgoing);
    }
    send(outgoing, 404, refused("BAD_USER_INPUT", "There is nothing here."));
  };

  const sockets = new WebSocketServer({ server, path: "/graphql", maxPayload: BODY_BYTES_MAX });
  const graphqlWs = useServer(
    {
      onSubscribe: (_context, _id, payload) => {
        const { query: document, operationName, variables, extensions } = payload;
        const sent = { document, operationName: operationName ?? undefined, variables: variables ?? undefined };
        const call = verify(extensions?.[IDENTITY_HEADER] as string | undefined, bodyOf(sent));
        if ("refused" in call) {
          log.warn({ subgraph: subgraph.name, refused: call.refused }, "an unsigned call was refused");
          return [new ClientError("UNAUTHENTICATED", `The call is ${call.refused}.`)];
        }
        const ended = new AbortController();
        const request = requestOf(call, sent, Infinity, ended.signal);
        return { schema: undefined as never, document: parseDocument(document), contextValue: { request, ended } };
      },
      subscribe: async (args) => {
        const { request, ended } = args.contextValue as Subscription;
        const outcome = await executor.subscribe(request);
        return (Symbol.asyncIterator in outcome ? endedBy(outcome, ended) : outcome) as never;
      },
      execute: (args) => {
        const { request } = args.contextValue as Subscription;
        return executor.execute({ ...request, deadlineAtMs: Date.now() + TIMEOUT_MS_MAX }) as never;
      },
      /** Its errors are formatted already, which graphql-ws would do once more. */
      onNext: (_context, _id, _payload, _args, result) => result as object,
    },
    sockets,
  );

  return {
    server,
    close: async () => {
      await graphqlWs.dispose();
      sockets.close();
      server.closeIdleConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Subscription {
  readonly request: SubgraphRequest;
  readonly ended: AbortController;
}

/** A stream that waits for its next event does not hear that it is no longer wanted: the signal tells it. */
function endedBy<Item>(stream: AsyncIterableIterator<Item>, ended: AbortController): AsyncIterableIterator<Item> {
  const { promise: atEnd, resolve } = Promise.withResolvers<IteratorResult<Item>>();
  const end = async (): Promise<IteratorResult<Item>> => {
    ended.abort();
    resolve({ done: true, value: undefined });
    void stream.return?.().catch(() => {});
    return atEnd;
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => Promise.race([stream.next(), atEnd]),
    return: end,
  };
}

function requestOf(
  { caller, context, requestId }: SignedCall,
  operation: Pick<SubgraphRequest, "document" | "operationName" | "variables">,
  timeoutMs: number,
  signal: AbortSignal,
): SubgraphRequest {
  return { ...operation, caller, context, requestId, deadlineAtMs: Date.now() + timeoutMs, signal };
}

function refused(code: FaultCode, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}

function send(outgoing: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  outgoing
    .writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) })
    .end(text);
}
