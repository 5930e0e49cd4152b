import { StringDecoder } from "node:string_decoder";
import type { Dispatcher, Pool } from "undici";
import type { AnswerHeaders } from "./subgraph.ts";
import { together } from "./together.ts";

export interface Post {
  readonly path: string;
  /** Name, value, name, value … */
  readonly headers: string[];
  readonly body: Buffer;
  readonly leftMs: number;
  readonly signal: AbortSignal;
  /** An answer that need not be read once more. */
  readonly known?: Buffer;
}

export interface Posted {
  readonly status: number;
  /** The media type, or empty. */
  readonly type: string;
  readonly headers: AnswerHeaders;
  /** Empty where it is the known one. */
  readonly text: string;
  readonly isKnown: boolean;
}

/**
 * One POST on a kept-alive connection, straight on the pool's dispatcher: a stream, a header map and an abort signal of
 * its own for each request would cost several times what the request does. Rejects with a NoAnswerError when there is no
 * whole answer.
 */
export function post(pool: Pool, { path, headers, body, ...waited }: Post): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(resolve, reject, waited);
    if (!exchange.isOver) pool.dispatch({ method: "POST", path, headers, body }, exchange);
  });
}

export class TimeIsUpError extends Error {
  constructor() {
    super("the time is up");
    this.name = "TimeIsUpError";
  }
}

/** No whole answer came. */
export class NoAnswerError extends Error {
  override readonly cause: Error;
  /** Whether anything of the request may have been heard. */
  readonly isSent: boolean;

  constructor(cause: Error, isSent: boolean) {
    super(cause.message);
    this.name = "NoAnswerError";
    this.cause = cause;
    this.isSent = isSent;
  }
}

/** A request on its way: one object for all that is heard of it, since a function for each would be made every time. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #resolve: (posted: Posted) => void;
  readonly #reject: (reason: Error) => void;
  readonly #signal: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | undefined;
  #ended: Error | undefined;
  #isSettled = false;
  #status = 0;
  #headers: AnswerHeaders = {};
  /** Of most answers: it needs no decoder. */
  #only: Buffer | undefined;
  #text = "";
  #decoder: StringDecoder | undefined;
  /** As long as what came is its beginning. */
  #known: Buffer | undefined;
  #knownBytes = 0;
  /**
   * Nobody waits for it any more. A function, since Node puts one of its own around an object that listens, and by that,
   * as measured, requests that were over stayed in memory until the next full collection, each with all that it had led to.
   */
  readonly #giveUp = (): void => this.end(new Error("the request was given up"));

  constructor(
    resolve: (posted: Posted) => void,
    reject: (reason: Error) => void,
    { leftMs, signal, known }: Pick<Post, "leftMs" | "signal" | "known">,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    this.#known = known;
    this.#timer = setTimeout(timeIsUp, leftMs, this);
    running += 1;
    if (signal.aborted) this.#giveUp();
    else signal.addEventListener("abort", this.#giveUp, { once: true });
  }

  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  end(reason: Error): void {
    if (this.#isSettled) return;
    this.#ended = reason;
    this.#settle();
    this.#controller?.abort(reason);
    this.#fail(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(this.#ended);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const from = this.#knownBytes;
    const to = from + chunk.length;
    if (this.#known && to <= this.#known.length && chunk.compare(this.#known, from, to) === 0) this.#knownBytes = to;
    else {
      this.#differ();
      this.#take(chunk);
    }
  }

  /** It is another answer: what came so far is read. */
  #differ(): void {
    const known = this.#known;
    this.#known = undefined;
    if (known && this.#knownBytes > 0) this.#take(known.subarray(0, this.#knownBytes));
  }

  #take(chunk: Buffer): void {
    if (this.#decoder) this.#text += this.#decoder.write(chunk);
    else if (this.#only === undefined) this.#only = chunk;
    else {
      // Read as it comes: buffers that are put together at the end would wait for a collection by the dozen.
      this.#decoder = new StringDecoder("utf8");
      this.#text = this.#decoder.write(this.#only) + this.#decoder.write(chunk);
      this.#only = undefined;
    }
  }

  onResponseEnd(): void {
    if (this.#isSettled) return;
    this.#settle();
    if (this.#knownBytes !== this.#known?.length) this.#differ();
    if (running < FEW) this.resolve();
    else resolveTogether(this);
  }

  /** To make text of it is work too, that is done for many in a row. */
  resolve(): void {
    this.#resolve({
      status: this.#status,
      type: String(this.#headers["content-type"] ?? ""),
      headers: this.#headers,
      text: this.#decoder ? this.#text + this.#decoder.end() : (this.#only?.toString("utf8") ?? ""),
      isKnown: this.#known !== undefined,
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#isSettled) return;
    this.#settle();
    this.#fail(error);
  }

  #fail(cause: Error): void {
    this.#reject(new NoAnswerError(cause, this.#controller !== undefined));
  }

  #settle(): void {
    this.#isSettled = true;
    running -= 1;
    clearTimeout(this.#timer);
    this.#signal.removeEventListener("abort", this.#giveUp);
  }
}

/** Requests on their way. */
let running = 0;
/** With fewer there is nothing that an answer could be read with, and others wait for what it leads to. */
const FEW = 4;
const resolveTogether = together((exchange: Exchange) => exchange.resolve());

/** What came while this process was busy is read first: its own delay is not the subgraph's. */
function timeIsUp(exchange: Exchange): void {
  setImmediate(endInTime, exchange);
}

function endInTime(exchange: Exchange): void {
  exchange.end(new TimeIsUpError());
}
