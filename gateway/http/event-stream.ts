import type { ServerResponse } from "node:http";
import type { FormattedExecutionResult } from "graphql";
import { type StreamOptions, streamResponse } from "./stream-response.ts";

const TYPE = "text/event-stream; charset=utf-8";
/** A comment: heard by proxies and by the watch for readers that are gone, not by the program. */
const PING = ":\n\n";
/** Browsers drop an event that has no data line. */
const COMPLETE = "event: complete\ndata:\n\n";

/** A subscription over server-sent events (GraphQL over SSE, distinct connections mode). */
export function writeEventStream(
  outgoing: ServerResponse,
  events: AsyncIterable<FormattedExecutionResult | string>,
  options: StreamOptions,
): void {
  streamResponse(
    outgoing,
    events,
    {
      contentType: TYPE,
      opening: PING,
      frameOf: (event) => nextEvent(typeof event === "string" ? event : JSON.stringify(event)),
      lastFrameOf: (error) => (error ? nextEvent(JSON.stringify({ errors: [error] })) : "") + COMPLETE,
      heartbeat: PING,
    },
    options,
  );
}

/** An answer in one piece for a client that reads nothing but event streams. */
export function writeSingleEvent(outgoing: ServerResponse, json: string): void {
  const text = nextEvent(json) + COMPLETE;
  outgoing.writeHead(200, { "content-type": TYPE, "content-length": Buffer.byteLength(text) }).end(text);
}

/** A line break would end the field; between JSON's tokens it is a space like any other, inside them there is none. */
function nextEvent(json: string): string {
  return `event: next\ndata: ${json.replace(/[\r\n]/g, " ")}\n\n`;
}
