import { randomUUID } from "node:crypto";
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { sleep } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import { answerRoute, findRoute } from "#kernel/routes.ts";
import type { Route } from "#kernel/subgraph.ts";
import type { Gateway } from "./gateway.ts";
import { type AllowedOrigins, applyCors, isAllowedOrigin } from "./http/cors.ts";
import { answerExplorer, answerSandbox } from "./http/explorer.ts";
import { type Forward, forwarder } from "./http/forward.ts";
import { REQUEST_ID_HEADER, sendFault, sendJson } from "./http/send.ts";
import { serveOperations } from "./http/serve-operations.ts";
import { acceptWebSockets } from "./websocket.ts";

export interface ServerOptions {
  readonly gateway: Gateway;
  /** Plain doors of subgraphs in this process. */
  readonly routes: readonly Route[];
  /** Plain doors of subgraphs in processes of their own. */
  readonly forwards: readonly Forward[];
  readonly isReady: () => Promise<boolean>;
  readonly corsOrigins: AllowedOrigins;
  /** Serves the pages to try the API in: `/explorer` and `/sandbox`. */
  readonly explorers: boolean;
  readonly log: Log;
}

export interface GatewayServer {
  /** The caller decides where it listens. */
  readonly server: Server;
  /** Lets nothing new in, lets what runs finish within the drain limit, and resolves when all connections are gone. */
  stop(): Promise<void>;
}

const DRAIN_POLL_MS = 20;
/** Plain doors may be pages that load what they like from their own origin; nobody may frame them. */
const ROUTE_POLICY = "frame-ancestors 'none'; object-src 'none'; base-uri 'none'";
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

/** The platform's public port. */
export function createServer(options: ServerOptions): GatewayServer {
  const { gateway, routes, isReady, corsOrigins, explorers, log } = options;
  const { limits } = gateway;
  const forwarders = options.forwards.map((forward) => forwarder(forward, log));
  const sockets = acceptWebSockets(gateway, log);
  const operations = serveOperations({ gateway, log });
  let running = 0;
  let stopping: Promise<void> | undefined;

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse, requestId: string): Promise<void> => {
    setSecurityHeaders(outgoing, requestId);
    if (incoming.url === "/graphql" && incoming.method === "POST" && !stopping) {
      applyCors(incoming, outgoing, corsOrigins);
      return operations.serve(incoming, outgoing, "", requestId);
    }
    const url = URL.parse(incoming.url ?? "/", "http://gateway");
    if (!url) return sendFault(outgoing, 400, "BAD_USER_INPUT", "The request's target is no path.");
    const path = url.pathname;
    if (stopping) outgoing.setHeader("connection", "close");
    if (applyCors(incoming, outgoing, corsOrigins)) return;
    if (path === "/graphql") return operations.serve(incoming, outgoing, url.search, requestId);
    if (path === "/health/live") return sendJson(outgoing, 200, { status: "live" });
    if (path === "/health/ready") {
      const ready = !stopping && (await isReady());
      return sendJson(outgoing, ready ? 200 : 503, { status: ready ? "ready" : "not ready" });
    }
    const isPage = explorers && incoming.method === "GET";
    if (isPage && (path === "/explorer" || path.startsWith("/explorer/"))) return answerExplorer(path, outgoing);
    if (isPage && path === "/sandbox") return answerSandbox(outgoing);
    outgoing.setHeader("content-security-policy", ROUTE_POLICY);
    const route = findRoute(routes, incoming.method, path);
    if (route) return answerRoute(route, incoming, outgoing);
    const forward = forwarders.find(({ matches }) => matches(path));
    if (forward) return forward.pass(incoming, outgoing, `${path}${url.search}`, requestId);
    sendFault(outgoing, 404, "BAD_USER_INPUT", "There is nothing here. The API is at /graphql.");
  };

  const server = createHttpServer(
    {
      headersTimeout: limits.headersMsMax,
      requestTimeout: limits.requestMsMax,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: Math.min(limits.headersMsMax, 5_000),
    },
    (incoming, outgoing) => {
      const requestId = randomUUID();
      running += 1;
      outgoing.once("close", () => (running -= 1));
      answer(incoming, outgoing, requestId).catch((error) => {
        if (outgoing.destroyed) return;
        log.error({ error, requestId, path: incoming.url?.split("?")[0] }, "a request failed");
        if (outgoing.headersSent) outgoing.destroy();
        else sendFault(outgoing, 500, "INTERNAL_SERVER_ERROR", "Something went wrong on our side.");
      });
    },
  );
  server.maxConnections = limits.connectionsMax;

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    if (stopping) return refuseUpgrade(socket, "503 Service Unavailable");
    if (URL.parse(request.url ?? "/", "http://gateway")?.pathname !== "/graphql")
      return refuseUpgrade(socket, "404 Not Found");
    if (!isOwnOrAllowed(request, corsOrigins)) return refuseUpgrade(socket, "403 Forbidden");
    sockets.upgrade(request, socket, head);
  });

  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    operations.endStreams();
    const untilMs = Date.now() + limits.drainMsMax;
    while (running + sockets.running() > 0 && Date.now() < untilMs) await sleep(DRAIN_POLL_MS);
    await sockets.close();
    server.closeAllConnections();
    await Promise.all(forwarders.map((forward) => forward.close()));
    await closed;
  };

  return { server, stop: () => (stopping ??= stop()) };
}

function setSecurityHeaders(outgoing: ServerResponse, requestId: string): void {
  outgoing.setHeader(REQUEST_ID_HEADER, requestId);
  outgoing.setHeader("x-content-type-options", "nosniff");
  outgoing.setHeader("referrer-policy", "no-referrer");
  outgoing.setHeader("content-security-policy", API_POLICY);
  outgoing.setHeader("cache-control", "no-store");
}

/** A page of a strange origin opens no websocket here, as it reads no answer. Programs send no origin. */
function isOwnOrAllowed({ headers }: IncomingMessage, allowed: AllowedOrigins): boolean {
  const { origin, host } = headers;
  if (origin === undefined || isAllowedOrigin(origin, allowed)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
