import type { Dispatcher, Pool } from "undici";
import type { AnswerHeaders } from "./subgraph.ts";

export interface Post {
  readonly path: string;
  /** Name, value, name, value … */
  readonly headers: string[];
  readonly body: string;
  readonly leftMs: number;
  readonly signal: AbortSignal;
}

export interface Posted {
  readonly status: number;
  /** The media type, or empty. */
  readonly type: string;
  readonly headers: AnswerHeaders;
  readonly text: string;
}

/**
 * One POST on a kept-alive connection, straight on the pool's dispatcher: a stream, a header map and an abort signal of
 * its own for each request would cost several times what the request does. Rejects when there is no whole answer.
 */
export function post(pool: Pool, { path, headers, body, leftMs, signal }: Post): Promise<Posted> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let ended: Error | undefined;
    let status = 0;
    let type = "";
    let answerHeaders: AnswerHeaders = {};
    let first: Buffer | undefined;
    let more: Buffer[] | undefined;

    const end = (reason: Error) => {
      if (ended) return;
      ended = reason;
      settle();
      controller?.abort(reason);
      reject(reason);
    };
    const abandon = () => end(new Error("the request was given up"));
    const timer = setTimeout(() => end(new TimeIsUpError()), leftMs);
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abandon);
    };
    signal.addEventListener("abort", abandon, { once: true });
    if (signal.aborted) return abandon();

    pool.dispatch(
      { method: "POST", path, headers, body },
      {
        onRequestStart: (started) => {
          controller = started;
          if (ended) started.abort(ended);
        },
        onResponseStart: (_controller, statusCode, received) => {
          status = statusCode;
          type = String(received["content-type"] ?? "");
          answerHeaders = received;
        },
        onResponseData: (_controller, chunk) => {
          if (first === undefined) first = chunk;
          else (more ??= [first]).push(chunk);
        },
        onResponseEnd: () => {
          if (ended) return;
          settle();
          const whole = more ? Buffer.concat(more) : first;
          resolve({ status, type, headers: answerHeaders, text: whole ? whole.toString("utf8") : "" });
        },
        onResponseError: (_controller, error) => {
          if (ended) return;
          settle();
          reject(error);
        },
      },
    );
  });
}

export class TimeIsUpError extends Error {
  constructor() {
    super("the time is up");
    this.name = "TimeIsUpError";
  }
}
