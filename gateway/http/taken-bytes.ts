import type { Duplex } from "node:stream";

/** What Node's own timeouts of sockets look at; not documented. */
interface Handle {
  readonly bytesWritten: number;
  readonly writeQueueSize: number;
  /** What TLS goes over: of its own bytes all that is encrypted counts as waiting until the last of it is taken. */
  readonly _parent?: Handle | null;
}

/**
 * How much of what was written to a connection the system has taken on; undefined where nothing waits for that. Node's
 * `writableLength` tells less: it counts a piece as waiting, however large it is, until all of it is taken.
 */
export function takenBytes(socket: Duplex): number | undefined {
  const { _handle: own } = socket as { readonly _handle?: Handle | null };
  const handle = own?._parent ?? own;
  return handle && handle.writeQueueSize > 0 ? handle.bytesWritten - handle.writeQueueSize : undefined;
}
