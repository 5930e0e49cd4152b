import type { ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import type { GatewayLimits } from "../limits.ts";
import type { StreamCounts } from "../watch/live-counts.ts";

/** How items look on the wire. */
export interface Framing<Item> {
  readonly contentType: string;
  readonly opening: string;
  frameOf(item: Item): string;
  /** The end, and why it comes early. */
  lastFrameOf(error: GraphQLFormattedError | undefined): string;
  /** What tells client and proxies of a connection that stands, where the protocol has such a word. */
  readonly heartbeat?: string;
}

export interface StreamOptions {
  readonly limits: Pick<GatewayLimits, "streamHeartbeatMs" | "streamStalledMsMax" | "streamUnsentBytesMax">;
  /** An error as the client may read it. */
  readonly faultOf: (error: unknown) => GraphQLFormattedError;
  /** Ends the stream early; its reason is the last word. */
  readonly signal?: AbortSignal;
  readonly counts?: Pick<StreamCounts, "slowReaders">;
}

/**
 * Writes items as they come and asks for the next one when there is room: a reader that is slower than they come holds
 * up its own stream, with a bounded number of bytes, and is cut off once it takes none of them for a while. When the
 * client leaves, the iterator is told at once.
 */
export function streamResponse<Item>(
  outgoing: ServerResponse,
  items: AsyncIterable<Item>,
  framing: Framing<Item>,
  { limits, faultOf, signal, counts }: StreamOptions,
): void {
  const iterator = items[Symbol.asyncIterator]();
  let isOver = false;
  let isFull = false;
  let sentBytes = 0;
  let onRoom = () => {};

  const write = (frame: string) => {
    sentBytes += Buffer.byteLength(frame);
    isFull = !outgoing.write(frame);
  };
  const stop = () => {
    if (isOver) return;
    isOver = true;
    signal?.removeEventListener("abort", giveUp);
    onRoom();
    void iterator.return?.().catch(() => {});
  };
  const end = (error?: GraphQLFormattedError) => {
    if (isOver) return;
    stop();
    outgoing.end(framing.lastFrameOf(error));
  };
  const giveUp = () => end(faultOf(signal?.reason));
  const run = async () => {
    for (;;) {
      const { done, value } = await iterator.next();
      if (isOver) return;
      if (done) return end();
      const frame = framing.frameOf(value);
      if (isFull && outgoing.writableLength + Buffer.byteLength(frame) > limits.streamUnsentBytesMax) {
        await new Promise<void>((resolve) => (onRoom = resolve));
        if (isOver) return;
      }
      write(frame);
    }
  };

  const beat = () => {
    if (framing.heartbeat && !isOver) write(framing.heartbeat);
  };
  const cutOff = () => {
    if (counts) counts.slowReaders += 1;
    outgoing.destroy();
  };
  // Its client left while the stream was opened.
  if (outgoing.destroyed) return stop();
  const stopWatching = watchReader({ outgoing, sentBytes: () => sentBytes, beat, cutOff }, limits);
  outgoing.on("drain", () => {
    isFull = false;
    onRoom();
  });
  outgoing.once("close", () => {
    stopWatching();
    stop();
  });
  /** Proxies that collect an answer before they pass it on are asked not to. */
  outgoing.writeHead(200, { "content-type": framing.contentType, "x-accel-buffering": "no" });
  write(framing.opening);
  signal?.addEventListener("abort", giveUp, { once: true });
  run().catch((error) => end(faultOf(error)));
}

interface Watched {
  readonly outgoing: ServerResponse;
  sentBytes(): number;
  beat(): void;
  cutOff(): void;
}

/** Cuts off a reader that takes nothing of what waits for it; where nothing waits, the stream's heart may beat. */
function watchReader(
  { outgoing, sentBytes, beat, cutOff }: Watched,
  { streamHeartbeatMs, streamStalledMsMax }: StreamOptions["limits"],
): () => void {
  let takenBytes = 0;
  let movedAtMs = performance.now();
  const timer = setInterval(() => {
    const waitingBytes = outgoing.writableLength;
    const isMoving = waitingBytes === 0 || sentBytes() - waitingBytes > takenBytes;
    if (isMoving) {
      takenBytes = sentBytes() - waitingBytes;
      movedAtMs = performance.now();
    } else if (performance.now() - movedAtMs >= streamStalledMsMax) cutOff();
    if (waitingBytes === 0) beat();
  }, streamHeartbeatMs);
  return () => clearInterval(timer);
}
