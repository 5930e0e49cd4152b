import type { Duplex } from "node:stream";

/** Answers, and lets the connection go: nothing else would end it while its client keeps its own side open. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  const comeAgain = status.startsWith("503") ? "retry-after: 1\r\n" : "";
  socket.end(`HTTP/1.1 ${status}\r\n${comeAgain}connection: close\r\ncontent-length: 0\r\n\r\n`, () =>
    socket.destroy(),
  );
}
