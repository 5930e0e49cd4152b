import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from "graphql-ws";
import { WebSocketServer } from "ws";
import { sleep } from "#kernel/clock.ts";
import type { Log } from "#kernel/log.ts";
import type { Gateway } from "./gateway.ts";
import type { ClientAddresses } from "./http/client-address.ts";
import { refuseUpgrade } from "./http/refuse-upgrade.ts";
import { inTurn } from "./in-turn.ts";
import { countOpened } from "./watch/live-counts.ts";
import { CLOSE } from "./websocket/close-codes.ts";
import { Connection } from "./websocket/connection.ts";
import { receiveMessage } from "./websocket/receive-message.ts";
import { socketOperations } from "./websocket/socket-operations.ts";

/** How often all connections are looked after: as late as this comes what time brings. */
const ATTEND_MS = 100;
const LEAVING_POLL_MS = 10;

export interface WebSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Queries and mutations under way; subscriptions end with their sockets. */
  running(): number;
  /** Sends all clients away, one after the other, each when its queries and mutations are answered. */
  leave(): void;
  /** Leaves, and resolves when all are gone. */
  close(): Promise<void>;
}

export interface WebSocketOptions {
  readonly gateway: Gateway;
  readonly addresses: ClientAddresses;
  readonly log: Log;
  /** Where a line for each operation goes, instead of the log. */
  readonly accessLog?: Log;
}

/** Operations over websockets (graphql-transport-ws). */
export function acceptWebSockets({ gateway, addresses, log, accessLog }: WebSocketOptions): WebSockets {
  const { limits } = gateway;
  const live = gateway.metrics?.live;
  const operations = socketOperations(gateway, log, accessLog);
  const connections = new Set<Connection>();
  const sockets = new WebSocketServer({
    ...{ noServer: true, clientTracking: false, perMessageDeflate: false, closeTimeout: limits.socketClosingMsMax },
    maxPayload: limits.bodyBytesMax,
    handleProtocols: (offered) => offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) && GRAPHQL_TRANSPORT_WS_PROTOCOL,
  });
  const attending = setInterval(() => {
    const nowMs = Date.now();
    for (const connection of connections) connection.attend(nowMs);
  }, ATTEND_MS).unref();

  sockets.on("connection", (socket, { socket: wire, headers }) => {
    const { remoteAddress } = wire;
    socket.on("error", (error) => log.warn({ error: error.message }, "a websocket failed"));
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
      return socket.close(CloseCode.SubprotocolNotAcceptable, "Subprotocol not acceptable");
    const address = addresses.addressOf(remoteAddress, String(headers["x-forwarded-for"] ?? ""));
    const connection = new Connection(socket, wire, address, limits, live?.streams("websocket"));
    connection.isPeerTrusted = addresses.isTrusted(remoteAddress);
    connections.add(connection);
    countOpened(live?.websockets);
    const failed = (error: Error) => {
      log.error({ error }, "a websocket message failed");
      connection.close(CloseCode.InternalServerError, "Something went wrong on our side.");
    };
    socket.on("message", (message) => void receiveMessage(connection, String(message), operations).catch(failed));
    socket.on("pong", () => connection.ponged());
    socket.once("close", () => {
      connections.delete(connection);
      if (live) live.websockets.open -= 1;
      connection.closed();
    });
  });

  let leaving: Promise<void> | undefined;
  const sendAway = (connection: Connection) => connection.close(CLOSE.goingAway, "Going away");
  const sendAllAway = async () => {
    const lateAtMs = Date.now() + limits.drainMsMax;
    const isReady = (connection: Connection) => !connection.isAnswering() || Date.now() >= lateAtMs;
    await inTurn(connections, limits.streamsDrainMs, (connection) => isReady(connection) && sendAway(connection));
    while (connections.size > 0) {
      for (const connection of connections) if (isReady(connection)) sendAway(connection);
      await sleep(LEAVING_POLL_MS);
    }
    clearInterval(attending);
  };

  return {
    running: operations.running,
    upgrade: (request, socket, head) => {
      if (connections.size >= limits.socketsMax) return refuseUpgrade(socket, "503 Service Unavailable");
      sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request));
    },
    leave: () => void (leaving ??= sendAllAway()),
    close: () => (leaving ??= sendAllAway()),
  };
}
