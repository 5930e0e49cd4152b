import { type Http2ServerRequest, Http2ServerResponse } from "node:http2";

/** Taken one after the other, so that it shows of a large answer whether its client takes any of it. */
const PIECE_BYTES = 64 * 1024;

/** Tells of its end what an answer over HTTP/1.1 tells; Node's own takes one that its client did not wait for as finished. */
export class Http2Response<
  Request extends Http2ServerRequest = Http2ServerRequest,
> extends Http2ServerResponse<Request> {
  #piecesBytes = 0;

  /** Of an answer in one piece, while some of it waits for its client; what streams is watched by itself. */
  get takenBytes(): number | undefined {
    const isWhole = this.writableEnded || this.#piecesBytes > 0;
    const waitingBytes = this.stream.writableLength;
    return isWhole && waitingBytes > 0 ? this.#piecesBytes - waitingBytes : undefined;
  }

  override end(data?: unknown, ...rest: unknown[]): this {
    const isLarge = (typeof data === "string" || Buffer.isBuffer(data)) && data.length > PIECE_BYTES;
    if (!isLarge || rest.length > 0) return super.end(data as string, ...(rest as []));
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    const write = () => {
      const piece = bytes.subarray(this.#piecesBytes, this.#piecesBytes + PIECE_BYTES);
      this.#piecesBytes += piece.length;
      if (this.#piecesBytes === bytes.length) return void super.end(piece);
      super.write(piece, () => this.stream.destroyed || write());
    };
    write();
    return this;
  }
}

Object.defineProperties(Http2Response.prototype, {
  destroyed: {
    get(this: Http2ServerResponse) {
      return this.stream.destroyed;
    },
  },
  writableFinished: {
    get(this: Http2ServerResponse) {
      return this.writableEnded && !this.stream.aborted;
    },
  },
});
