import type { ServerResponse } from "node:http";
import type { FormattedExecutionResult } from "graphql";
import type { IncrementalAnswer, Step } from "../execution/incremental-answer.ts";
import { payloadsIn } from "./incremental.ts";
import type { PartsFormat } from "./negotiate.ts";
import { type StreamOptions, streamResponse } from "./stream-response.ts";

/** No JSON holds it behind a line break. A delimiter goes out with the part before it, which is whole only then. */
const BOUNDARY = "graphql";
const DELIMITER = `\r\n--${BOUNDARY}`;
const CLOSING = "--\r\n";
const SPECS: Readonly<Record<PartsFormat, string>> = {
  "20220824": "deferSpec=20220824",
  "v0.2": "incrementalSpec=v0.2",
};

/** An answer in parts over multipart/mixed. */
export function writeParts(
  outgoing: ServerResponse,
  format: PartsFormat,
  answer: IncrementalAnswer,
  options: StreamOptions,
): void {
  const payloads = payloadsIn(format, answer);
  streamResponse<Step>(
    outgoing,
    answer.later,
    {
      contentType: typeOf(SPECS[format]),
      opening: DELIMITER + partOf(JSON.stringify(payloads.first())),
      frameOf: (step) => partOf(JSON.stringify(payloads.next(step))),
      lastFrameOf: (error) => {
        const last = payloads.failed(() => error ?? options.faultOf(new Error("A deferred part never came")));
        return (last ? partOf(JSON.stringify(last)) : "") + CLOSING;
      },
    },
    options,
  );
}

/** A subscription over multipart/mixed, as Apollo's clients read it (subscriptionSpec 1.0). */
export function writeMultipartEvents(
  outgoing: ServerResponse,
  events: AsyncIterable<FormattedExecutionResult | string>,
  options: StreamOptions,
): void {
  streamResponse(
    outgoing,
    events,
    {
      contentType: typeOf("subscriptionSpec=1.0"),
      opening: DELIMITER,
      frameOf: (event) => partOf(`{"payload":${typeof event === "string" ? event : JSON.stringify(event)}}`),
      lastFrameOf: (error) => (error ? partOf(JSON.stringify({ payload: null, errors: [error] })) : "") + CLOSING,
      heartbeat: partOf("{}"),
    },
    options,
  );
}

function typeOf(spec: string): string {
  return `multipart/mixed;boundary="${BOUNDARY}";${spec}`;
}

function partOf(json: string): string {
  return `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}${DELIMITER}`;
}
