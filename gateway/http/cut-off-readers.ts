import { constants } from "node:http2";
import type { Socket } from "node:net";
import type { Http2Response } from "./http2-response.ts";
import { takenBytes } from "./taken-bytes.ts";

export interface Readers {
  readonly sockets: () => Iterable<Socket>;
  readonly http2Responses: () => Iterable<Http2Response>;
}

/** What watches its own client, a stream or a websocket, says first why it ends. */
const SOCKET_LOOKS_MAX = 2;

/**
 * Cuts off clients that take nothing of their answers for so long; all are looked at together, so that no answer needs a
 * timer, and it may be up to three times as long. Returns how to stop.
 */
export function cutOffReaders({ sockets, http2Responses }: Readers, streamStalledMsMax: number): () => void {
  const seen = new WeakMap<object, { readonly taken: number; readonly looks: number }>();
  /** How many times running it was found to have taken nothing since the look before. */
  const standstills = (reader: object, taken: number | undefined): number => {
    if (taken === undefined) {
      seen.delete(reader);
      return 0;
    }
    const before = seen.get(reader);
    const looks = before?.taken === taken ? before.looks + 1 : 0;
    seen.set(reader, { taken, looks });
    return looks;
  };
  const timer = setInterval(() => {
    // One alone: others on its connection may be read.
    for (const response of http2Responses())
      if (standstills(response, response.takenBytes) > 0) response.stream.close(constants.NGHTTP2_CANCEL);
    for (const socket of sockets()) if (standstills(socket, takenBytes(socket)) >= SOCKET_LOOKS_MAX) socket.destroy();
  }, streamStalledMsMax).unref();
  return () => clearInterval(timer);
}
