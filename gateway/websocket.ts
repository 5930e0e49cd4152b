import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ExecutionArgs, GraphQLError, type GraphQLFormattedError, parse } from "graphql";
import { CloseCode, makeServer } from "graphql-ws";
import { type WebSocket, WebSocketServer } from "ws";
import { ClientError } from "#kernel/errors.ts";
import { type Caller, nobody } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import type { Gateway } from "./gateway.ts";
import type { Answered, ClientHeaders, Operation, Outcome } from "./operation.ts";
import { clientNameOf } from "./plugins/operation-log.ts";
import { recordOperation } from "./watch/record-operation.ts";

/** "Going away" (RFC 6455, 7.4.1): clients connect again. */
const GOING_AWAY = 1001;
/** A subscription asks for what the API no longer has: clients connect again, and those of its others go on. */
const SCHEMA_CHANGED = 4499;
/** As many ms as a timer takes. */
const TIMER_MS_MAX = 2 ** 31 - 1;
const CLOSING_MS_MAX = 1_000;

interface Connection {
  readonly socket: WebSocket;
  /** Aborted when the socket closes. */
  readonly ended: AbortController;
  caller: Caller;
  headers: ClientHeaders;
  running: number;
}

export interface WebSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Queries and mutations under way; subscriptions end with their sockets. */
  running(): number;
  close(): Promise<void>;
}

/** Operations over a websocket (graphql-transport-ws): one connection_init says for all who asks. */
export function acceptWebSockets(gateway: Gateway, log: Log): WebSockets {
  const { limits } = gateway;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytesMax,
    handleProtocols: chooseProtocol,
  });
  let running = 0;

  const server = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: limits.socketInitMsMax,
    onConnect: async ({ connectionParams, extra: connection }) => {
      connection.headers = headersOf(connectionParams);
      try {
        connection.caller = await gateway.identify(connection.headers);
        await gateway.contextOf(connection.headers, connection.caller);
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        const isRefused = error.extensions.code === "UNAUTHENTICATED";
        return refuse(
          connection,
          isRefused ? CloseCode.Forbidden : closeCodeOf(error),
          isRefused ? "Forbidden" : error.message,
        );
      }
      closeWithIdentity(gateway, connection);
    },
    onSubscribe: async ({ extra: connection }, _id, payload) => {
      if (connection.running >= limits.operationsPerSocketMax)
        return [tooManyOperations(limits.operationsPerSocketMax)];
      connection.running += 1;
      const operation = {
        query: payload.query,
        operationName: payload.operationName ?? undefined,
        variables: payload.variables ?? undefined,
      };
      const { answer, operationType } = await operate(connection, operation);
      const couldNotBegin =
        !(Symbol.asyncIterator in answer) && (answer.data === undefined || operationType === "subscription");
      if (!couldNotBegin) return argumentsOf(answer);
      connection.running -= 1;
      return (answer.errors ?? []).map(asError);
    },
    execute: outcomeOf,
    subscribe: outcomeOf,
    onNext: (_context, _id, _payload, _args, result) => result as object,
    onError: ({ extra: { socket } }, _id, _payload, errors) => {
      if (errors.some(({ extensions }) => extensions.code === "SCHEMA_CHANGED"))
        socket.close(SCHEMA_CHANGED, "The API changed");
      return errors.map((error) => error.toJSON());
    },
    onComplete: ({ extra: connection }) => void (connection.running -= 1),
  });

  const operate = async (
    connection: Connection,
    operation: Operation,
  ): Promise<Pick<Answered<Outcome>, "answer" | "operationType">> => {
    const requestId = randomUUID();
    const startedAt = performance.now();
    const { caller, headers, ended } = connection;
    running += 1;
    try {
      const context = await gateway.contextOf(headers, caller);
      const { answer, ...facts } = await gateway.run(operation, {
        ...{ caller, context, requestId, signal: ended.signal },
        forwarded: gateway.forwardedOf(headers),
      });
      const ms = Math.round(performance.now() - startedAt);
      const record = {
        requestId,
        transport: "websocket",
        client: clientNameOf(headers),
        subject: caller.subject,
        status: undefined,
        ms,
      } as const;
      recordOperation(gateway.metrics, log, { ...record, ...facts });
      return { answer, operationType: facts.operationType };
    } catch (error) {
      if (!(error instanceof ClientError)) log.error({ error, requestId }, "an operation failed");
      const { message, extensions } = error instanceof ClientError ? error : OUR_FAULT;
      return { answer: { errors: [{ message, extensions: { ...extensions, requestId } }] }, operationType: undefined };
    } finally {
      running -= 1;
    }
  };

  sockets.on("connection", (socket) => {
    const ended = new AbortController();
    const connection: Connection = { socket, ended, caller: nobody, headers: () => undefined, running: 0 };
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (text) => sendTo(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (receive) =>
          void socket.on("message", (message) => {
            receive(String(message)).catch((error: Error) => {
              log.error({ error }, "a websocket message failed");
              socket.close(CloseCode.InternalServerError, "Something went wrong on our side.");
            });
          }),
      },
      connection,
    );
    keepAlive(socket, limits.socketPingMs);
    socket.on("error", (error) => log.warn({ error: error.message }, "a websocket failed"));
    socket.once("close", (code, reason) => {
      ended.abort();
      void closed(code, String(reason));
    });
  });

  return {
    running: () => running,
    upgrade: (request, socket, head) => {
      if (sockets.clients.size >= limits.socketsMax)
        return void socket.end("HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n");
      sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request));
    },
    close: async () => {
      for (const socket of sockets.clients) socket.close(GOING_AWAY, "Going away");
      const timer = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), CLOSING_MS_MAX);
      await new Promise((resolve) => sockets.close(resolve));
      clearTimeout(timer);
    },
  };
}

const OUR_FAULT = { message: "Something went wrong on our side.", extensions: { code: "INTERNAL_SERVER_ERROR" } };

/** The socket lives no longer than the identity it was opened with: 4403, which clients answer with a fresh token. */
function closeWithIdentity(gateway: Gateway, { socket, caller, ended }: Connection): void {
  const close = () => socket.close(CloseCode.Forbidden, "Forbidden");
  const stopListening = caller.session === undefined ? undefined : gateway.onRevoked(caller.session, close);
  const leftMs = caller.expiresAtMs === undefined ? TIMER_MS_MAX : caller.expiresAtMs - Date.now();
  const timer = setTimeout(close, Math.min(TIMER_MS_MAX, Math.max(0, leftMs)));
  const forget = () => {
    clearTimeout(timer);
    stopListening?.();
  };
  if (ended.signal.aborted) forget();
  else ended.signal.addEventListener("abort", forget, { once: true });
}

function refuse({ socket }: Connection, code: number, reason: string): false {
  socket.close(code, reason.slice(0, 100));
  return false;
}

/** A currency the shop does not know stays unknown: trying again is no use. An outage passes. */
function closeCodeOf(error: ClientError): number {
  return error.extensions.code === "SERVICE_UNAVAILABLE" ? 1013 : CloseCode.BadRequest;
}

/** Resolves when the client has taken it: a client that reads slowly holds its own subscription up, nothing else. */
function sendTo(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(text, () => resolve());
  });
}

/** A socket whose other end does not answer a ping is gone, or so slow that it might as well be. */
function keepAlive(socket: WebSocket, everyMs: number): void {
  let isAnswered = true;
  const timer = setInterval(() => {
    if (!isAnswered) return socket.terminate();
    isAnswered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, everyMs);
  socket.on("pong", () => (isAnswered = true));
  socket.once("close", () => clearInterval(timer));
}

/** graphql-ws would execute a document; what it is to send is known by now. */
const EXECUTED = parse("{ __typename }");

function argumentsOf(outcome: Outcome): ExecutionArgs {
  return { schema: undefined as never, document: EXECUTED, contextValue: outcome };
}

function outcomeOf({ contextValue }: ExecutionArgs) {
  return contextValue as never;
}

function asError({ message, path, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, { path, extensions });
}

function tooManyOperations(value: number): ClientError {
  const limit = "operationsPerSocketMax";
  return new ClientError("BAD_USER_INPUT", `At most ${value} operations at once on one websocket.`, { limit, value });
}

function headersOf(parameters: Record<string, unknown> | undefined = {}): ClientHeaders {
  const entries = Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const byName = new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byName.get(name);
}

function chooseProtocol(offered: Set<string>): string | false {
  return offered.has("graphql-transport-ws") ? "graphql-transport-ws" : false;
}
