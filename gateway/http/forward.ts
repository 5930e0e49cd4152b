import type { IncomingMessage, ServerResponse } from "node:http";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Pool } from "undici";
import type { Log } from "#kernel/log.ts";
import { sendFault } from "./send.ts";

/** Requests below `prefix` go on to a subgraph's own port: `{ prefix: "/hooks/payments/", url: "http://127.0.0.1:4105" }`. */
export interface Forward {
  readonly prefix: string;
  readonly url: string;
}

export interface Forwarder {
  matches(path: string): boolean;
  /** `target` is the path with its query. */
  pass(incoming: IncomingMessage, outgoing: ServerResponse, target: string, requestId: string): Promise<void>;
  close(): Promise<void>;
}

const RETRY_AFTER_SECONDS = 1;
/** As much as a subgraph takes at its plain doors. */
const BODY_BYTES_MAX = 256 * 1024;
const ANSWER_MS_MAX = 30_000;
const CONNECTIONS_MAX = 32;
/** Between two neighbours only (RFC 9110, 7.6.1), or ours to say. */
const NOT_PASSED = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "host",
  "expect",
]);

/** Passes requests on unread: a signature over their bytes is checked by the subgraph that knows its key. */
export function forwarder({ prefix, url }: Forward, log: Log): Forwarder {
  const pool = new Pool(url, {
    connections: CONNECTIONS_MAX,
    headersTimeout: ANSWER_MS_MAX,
    bodyTimeout: ANSWER_MS_MAX,
  });
  return {
    matches: (path) => path.startsWith(prefix),
    pass: async (incoming, outgoing, target, requestId) => {
      const limited = limit();
      incoming.pipe(limited);
      const ended = new AbortController();
      outgoing.on("close", () => ended.abort());
      try {
        const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
        const answer = await pool.request({
          method: incoming.method as "POST",
          path: target,
          headers: { ...passedOn(incoming.headers), "agora-request-id": requestId },
          body: hasBody ? limited : null,
          signal: ended.signal,
        });
        outgoing.writeHead(answer.statusCode, passedOn(answer.headers));
        await pipeline(answer.body, outgoing);
      } catch (error) {
        /** Let go by unread, or it stands in the way of the connection's next request. */
        incoming.unpipe(limited).resume();
        if (outgoing.headersSent || outgoing.destroyed) return void outgoing.destroy();
        if (limited.isOver())
          return sendFault(outgoing, 413, "BAD_USER_INPUT", `The body is larger than ${BODY_BYTES_MAX} bytes.`);
        log.warn({ prefix, requestId, error: (error as Error).message }, "a request could not be passed on");
        sendFault(
          outgoing,
          503,
          "SERVICE_UNAVAILABLE",
          "This cannot be answered right now. Try again in a few seconds.",
          { retryAfterSeconds: RETRY_AFTER_SECONDS },
        );
      }
    },
    close: () => pool.destroy(),
  };
}

function limit(): Transform & { isOver(): boolean } {
  let bytes = 0;
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > BODY_BYTES_MAX ? new Error("The body is too large") : null, chunk);
    },
  });
  return Object.assign(transform, { isOver: () => bytes > BODY_BYTES_MAX });
}

/** Between the gateway and its subgraphs only: nobody outside speaks for us. */
const OURS = new Set(["agora-identity", "agora-timeout-ms", "agora-request-id"]);

/** A provider's own headers go through, its signature first of all. */
function passedOn(headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !name.startsWith(":") && !NOT_PASSED.has(name) && !OURS.has(name)) kept[name] = value;
  }
  return kept;
}
