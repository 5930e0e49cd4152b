import cluster from "node:cluster";
import { type AddressInfo, createServer, type Server } from "node:net";
import type { GatewayLimits } from "../limits.ts";

export interface Acceptors {
  /** Resolves when the connections that came by them are gone. */
  close(): Promise<unknown>;
}

/** The system spreads connections over all sockets that share a port; elsewhere than on Linux it does not, or not evenly. */
export const canSharePort = process.platform === "linux";

const ACCEPTORS = 64;

/**
 * More sockets on a server's port. The event loop accepts one connection of a socket each time around: with one socket
 * a busy gateway keeps new clients, and whoever asks for its health, waiting for seconds. Where the port is not shared
 * (`reusePort`) they find it taken, and there is the one.
 */
export function moreAcceptors(
  server: Server,
  { connectionsWaitingMax: backlog }: GatewayLimits,
  allowHalfOpen: boolean,
): Acceptors {
  // A worker's connections are accepted by the first process, which does nothing else.
  if (!canSharePort || cluster.isWorker) return { close: async () => {} };
  const { address: host, port } = server.address() as AddressInfo;
  const acceptors = Array.from({ length: ACCEPTORS - 1 }, () => {
    const acceptor = createServer({ allowHalfOpen, noDelay: true }, (socket) => server.emit("connection", socket));
    return acceptor.on("error", () => {}).listen({ port, host, backlog, reusePort: true });
  });
  return {
    close: () => Promise.all(acceptors.map((acceptor) => new Promise<unknown>((resolve) => acceptor.close(resolve)))),
  };
}
