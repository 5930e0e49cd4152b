import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import {
  createSecureServer,
  type Http2SecureServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Server as TlsServer } from "node:tls";
import { PassingSet } from "#kernel/passing-map.ts";
import type { GatewayLimits } from "../limits.ts";
import { type Acceptors, moreAcceptors } from "./acceptors.ts";
import { cutOffReaders } from "./cut-off-readers.ts";
import { Http2Response } from "./http2-response.ts";
import { BODY_TOO_LATE } from "./refusal.ts";

/** Key and certificate in PEM. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
  /** Clients choose by ALPN; those that know HTTP/1.1 only are served as before, and websockets go over that. */
  readonly http2: boolean;
}

export interface ListenerOptions {
  readonly tls?: Tls;
  readonly limits: GatewayLimits;
  readonly onRequest: RequestListener;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** HTTP/1.1, or behind TLS HTTP/2 as well, to one and the same code. */
export interface Listener {
  readonly server: Server;
  connections(): number;
  /** Lets no connection in. Those that stand are left alone, also the idle ones: a request may be on its way there. */
  close(): Promise<void>;
  /** Ends all connections, whatever runs on them. */
  cut(): void;
  /** For connections from now on. Throws for a pair that does not fit together. */
  renewTls(tls: Tls): void;
}

const CHECK_MS_MAX = 5_000;

export function openListener({ tls, limits, onRequest, onUpgrade }: ListenerOptions): Listener {
  const http2Responses = new PassingSet<Http2Response>();
  const server = serverOf(tls, limits, onRequest, http2Responses);
  const sockets = new PassingSet<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  server.on("upgrade", onUpgrade);
  const readers = { sockets: () => sockets.values(), http2Responses: () => http2Responses.values() };
  const stopCuttingOff = cutOffReaders(readers, limits.streamStalledMsMax);
  let acceptors: Acceptors | undefined;
  server.once("listening", () => {
    acceptors = moreAcceptors(server, limits, !tls);
  });
  server.on("connection", (socket: Socket) => {
    // Not by `server.maxConnections`, which counts those of its own socket only; and in a worker of node:cluster what is
    // beyond it is handed back, and handed out again, without end.
    if (sockets.size >= limits.connectionsMax) return void socket.destroy();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("session", (session: ServerHttp2Session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  return {
    server,
    connections: () => sockets.size,
    close: async () => {
      // Not the server's own way, which cuts idle connections at once.
      const closed = new Promise((resolve) => Server.prototype.close.call(server, resolve));
      const allClosed = Promise.all([closed, acceptors?.close()]);
      // What runs on them ends; a request that comes too late is refused in a way that clients repeat.
      for (const session of sessions) session.close();
      await allClosed;
      stopCuttingOff();
    },
    cut: () => sockets.values().forEach((socket) => socket.destroy()),
    renewTls: (tls) => (server as TlsServer).setSecureContext(tls),
  };
}

function serverOf(
  tls: Tls | undefined,
  limits: GatewayLimits,
  onRequest: RequestListener,
  responses: PassingSet<Http2Response>,
): Server {
  const settings = {
    shouldUpgradeCallback: offersWebSocket,
    // Node refuses to wait longer for a part of a request than for all of it.
    headersTimeout: Math.min(limits.headersMsMax, limits.requestMsMax),
    requestTimeout: limits.requestMsMax,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: Math.min(limits.headersMsMax, CHECK_MS_MAX),
  };
  if (!tls) return createHttpServer(settings, onRequest);
  const { http2, ...pair } = tls;
  const secure = { ...pair, minVersion: "TLSv1.2" } as const;
  if (!http2) return createHttpsServer({ ...secure, ...settings }, onRequest);
  const server = createSecureServer({
    ...secure,
    allowHTTP1: true,
    settings: { maxConcurrentStreams: limits.streamsPerConnectionMax },
    Http2ServerResponse: Http2Response,
  });
  // For HTTP/1.1 the names above.
  server.on("session", (session) => closeIdle(session, limits.keepAliveMs));
  server.on("request", (incoming, outgoing) => {
    // Of HTTP/1.1 it is Node that waits.
    if (incoming.httpVersionMajor !== 2) return;
    awaitBody(incoming.stream, outgoing, limits.requestMsMax);
    responses.add(outgoing);
    outgoing.once("close", () => responses.delete(outgoing));
  });
  return Object.assign(server, settings).on("request", onRequest as never) as Http2SecureServer;
}

/** A connection without requests; one that waits for its answer, or watches what is seldom said, is not idle. */
function closeIdle(session: ServerHttp2Session, keepAliveMs: number): void {
  let streams = 0;
  session.on("stream", (stream) => {
    streams += 1;
    stream.once("close", () => (streams -= 1));
  });
  session.on("timeout", () => (streams === 0 ? session.destroy() : session.setTimeout(keepAliveMs)));
  session.setTimeout(keepAliveMs);
}

/** The time is that until all of a request is there, as with HTTP/1.1: what comes drop by drop is not waited for either. */
function awaitBody(stream: ServerHttp2Stream, outgoing: Http2Response, requestMsMax: number): void {
  if (stream.endAfterHeaders) return;
  const timer = setTimeout(() => {
    if (!stream.headersSent) outgoing.writeHead(BODY_TOO_LATE).end();
    stream.close();
  }, requestMsMax);
  const stop = () => clearTimeout(timer);
  stream.once("end", stop).once("close", stop);
}

/** What else is offered is passed over, as it may be (RFC 9110, 7.8): clients that offer HTTP/2 in the clear ask on over 1.1. */
function offersWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === "websocket";
}
