import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Log } from "#kernel/log.ts";
import { answerRoute, findRoute } from "#kernel/routes.ts";
import type { Route } from "#kernel/subgraph.ts";
import { together } from "#kernel/together.ts";
import type { Gateway } from "../gateway.ts";
import { acceptWebSockets } from "../websocket.ts";
import { clientAddresses } from "./client-address.ts";
import { type AllowedOrigins, type Cors, type CorsHeaders, isPreflight, openCors } from "./cors.ts";
import { type Forward, forwarder } from "./forward.ts";
import { negotiate } from "./negotiate.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import { type ResponseHead, responseHeads, setHead } from "./response-head.ts";
import { REQUEST_ID_HEADER, sendFault, sendJson } from "./send.ts";
import { serveOperations } from "./serve-operations.ts";
import { shedLoad } from "./shed-load.ts";
import { writeRefusal } from "./write-response.ts";

export interface DoorOptions {
  readonly gateway: Gateway;
  /** Plain doors of subgraphs in this process. */
  readonly routes: readonly Route[];
  /** Plain doors of subgraphs in processes of their own. */
  readonly forwards: readonly Forward[];
  readonly isReady: () => Promise<boolean>;
  readonly corsOrigins: AllowedOrigins;
  /** What their pages may send and read beside what all may. */
  readonly corsHeaders?: CorsHeaders;
  /** Whose word on a client's address is believed: addresses and ranges. */
  readonly trustedProxies?: readonly string[];
  /** Answers at `/metrics` on the public port: for those who have no other way to it. */
  readonly showsMetrics?: boolean;
  /** Refuses operations beyond what can be served: on. */
  readonly loadShedding?: boolean;
  /** Serves the pages to try the API in: `/explorer` and `/sandbox`. */
  readonly explorers: boolean;
  /** Headers of every answer, whatever it is to. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Where a line for each operation goes, instead of the log. */
  readonly accessLog?: Log;
  readonly log: Log;
}

/** All that answers at the public port. */
export interface Door {
  request(incoming: IncomingMessage, outgoing: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Requests and operations that are not answered yet. */
  running(): number;
  /** When the last request was answered. */
  endedAtMs(): number;
  /** Subscriptions over HTTP, and websockets: they would not end by themselves. */
  endStreams(): void;
  close(): Promise<void>;
}

interface Arrival {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** No other request runs, with which it could go on together: its services work while others are read. */
  readonly isAlone: boolean;
}

/** Plain doors may be pages that load what they like from their own origin; nobody may frame them. */
const ROUTE_POLICY = "frame-ancestors 'none'; object-src 'none'; base-uri 'none'";
const PAGES = /^\/(explorer(\/.*)?|sandbox)$/;

export function openDoor(options: DoorOptions): Door {
  const { gateway, loadShedding = true, routes, isReady, explorers, log, accessLog } = options;
  const forwarders = options.forwards.map((forward) => forwarder(forward, log));
  const cors = openCors(options.corsOrigins, options.corsHeaders);
  const addresses = clientAddresses(options.trustedProxies ?? []);
  const sockets = acceptWebSockets({ gateway, addresses, log, accessLog });
  const shedding = loadShedding ? shedLoad(gateway, log) : undefined;
  const operations = serveOperations({ gateway: shedding?.gateway ?? gateway, addresses, log, accessLog });
  const headOf = responseHeads(options.headers ?? {}, cors);
  let running = 0;
  let endedAtMs = 0;

  const serve = ({ incoming, outgoing, isAlone }: Arrival, search: string, head: ResponseHead, requestId: string) => {
    const refusal = shedding?.refusal(isAlone || incoming.complete);
    if (refusal) return writeRefusal(outgoing, head, negotiate(incoming.headers.accept).result, refusal, requestId);
    return operations.serve(incoming, outgoing, { search, head, requestId, isAlone });
  };

  const answer = async (arrival: Arrival, requestId: string): Promise<void> => {
    const { incoming, outgoing } = arrival;
    const head = headOf(incoming, requestId);
    if (incoming.url === "/graphql" && incoming.method === "POST") return serve(arrival, "", head, requestId);
    const url = URL.parse(incoming.url ?? "/", "http://gateway");
    if (url?.pathname === "/graphql" && !isPreflight(incoming)) return serve(arrival, url.search, head, requestId);
    setHead(outgoing, head);
    if (!url) return sendFault(outgoing, 400, "BAD_USER_INPUT", "The request's target is no path.");
    if (isPreflight(incoming)) return cors.answerPreflight(incoming, outgoing);
    const path = url.pathname;
    if (path === "/health/live") return sendJson(outgoing, 200, { status: "live" });
    if (path === "/health/ready") {
      const ready = await isReady();
      return sendJson(outgoing, ready ? 200 : 503, { status: ready ? "ready" : "not ready" });
    }
    if (path === "/metrics" && gateway.metrics && options.showsMetrics) {
      const text = await gateway.metrics.text();
      return void outgoing.writeHead(200, { "content-type": gateway.metrics.contentType }).end(text);
    }
    if (explorers && incoming.method === "GET" && PAGES.test(path)) {
      // Here only: its pages take 20 MB.
      const { answerExplorer, answerSandbox } = await import("./explorer.ts");
      return path === "/sandbox" ? answerSandbox(outgoing) : answerExplorer(path, outgoing);
    }
    outgoing.setHeader("content-security-policy", ROUTE_POLICY);
    const route = findRoute(routes, incoming.method, path);
    if (route) return answerRoute(route, incoming, outgoing);
    const forward = forwarders.find(({ matches }) => matches(path));
    if (forward) return forward.pass(incoming, outgoing, `${path}${url.search}`, requestId);
    sendFault(outgoing, 404, "BAD_USER_INPUT", "There is nothing here. The API is at /graphql.");
  };

  const begin = (arrival: Arrival): void => {
    const { incoming, outgoing } = arrival;
    const requestId = randomUUID();
    answer(arrival, requestId).catch((error) => {
      if (outgoing.destroyed) return;
      log.error({ error, requestId, path: incoming.url?.split("?")[0] }, "a request failed");
      if (outgoing.headersSent) return void outgoing.destroy();
      if (!outgoing.hasHeader(REQUEST_ID_HEADER)) setHead(outgoing, headOf(incoming, requestId));
      sendFault(outgoing, 500, "INTERNAL_SERVER_ERROR", "Something went wrong on our side.");
    });
  };
  const beginTogether = together(begin);

  return {
    running: () => running + sockets.running(),
    endedAtMs: () => endedAtMs,
    endStreams: () => {
      operations.endStreams();
      sockets.leave();
    },
    request: (incoming, outgoing) => {
      running += 1;
      outgoing.on("close", () => {
        running -= 1;
        endedAtMs = Date.now();
      });
      const isAlone = running === 1;
      (isAlone ? begin : beginTogether)({ incoming, outgoing, isAlone });
    },
    upgrade: (request, socket, head) => {
      if (URL.parse(request.url ?? "/", "http://gateway")?.pathname !== "/graphql")
        return refuseUpgrade(socket, "404 Not Found");
      if (!isOwnOrAllowed(request, cors)) return refuseUpgrade(socket, "403 Forbidden");
      sockets.upgrade(request, socket, head);
    },
    close: async () => {
      shedding?.close();
      await sockets.close();
      await Promise.all(forwarders.map((forward) => forward.close()));
    },
  };
}

/** A page of a strange origin opens no websocket here, as it reads no answer. Programs send no origin. */
function isOwnOrAllowed({ headers }: IncomingMessage, cors: Pick<Cors, "isAllowed">): boolean {
  const { origin, host } = headers;
  if (origin === undefined || cors.isAllowed(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
