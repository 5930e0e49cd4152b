import type { ServerResponse } from "node:http";
import type { CompleteAnswer } from "./answer.ts";
import { writeSingleEvent } from "./event-stream.ts";
import type { ResultType } from "./negotiate.ts";
import { replaceIn, type ResponseHead, setHead } from "./response-head.ts";
import { type Refusal, STATUS } from "./refusal.ts";

/** Not put together for each: what Node checks of a header it first has to copy into one piece. */
const CONTENT_TYPE = {
  "application/json": "application/json; charset=utf-8",
  "application/graphql-response+json": "application/graphql-response+json; charset=utf-8",
};

/** A finished answer in one write. */
export function writeAnswer(
  outgoing: ServerResponse,
  head: ResponseHead,
  type: ResultType,
  { body, refusedWith, status: given, retryAfterSeconds, keeping }: CompleteAnswer,
): void {
  if (retryAfterSeconds !== undefined) head.push("retry-after", String(retryAfterSeconds));
  if (type === "text/event-stream") {
    setHead(outgoing, head);
    return writeSingleEvent(outgoing, body.toString());
  }
  if (keeping) setKeeping(head, keeping);
  const status = given ?? (refusedWith === undefined ? 200 : (STATUS[refusedWith] ?? statusOfMistake(type)));
  write(outgoing, head, status, type, body);
}

function setKeeping(head: ResponseHead, keeping: NonNullable<CompleteAnswer["keeping"]>): void {
  replaceIn(head, "cache-control", [keeping.cacheControl]);
  head.push("age", String(keeping.ageSeconds), "vary", keeping.vary);
}

/** Several answers to a batch: an array of them is of no media type but plain JSON. */
export function writeBatch(outgoing: ServerResponse, head: ResponseHead, bodies: readonly (string | Buffer)[]): void {
  write(outgoing, head, 200, "application/json", `[${bodies.join(",")}]`);
}

export function writeRefusal(
  outgoing: ServerResponse,
  head: ResponseHead,
  type: ResultType | undefined,
  refusal: Refusal,
  requestId: string,
): void {
  head.push(...Object.entries(refusal.headers ?? {}).flat());
  const isPlain = type !== "application/graphql-response+json";
  write(outgoing, head, refusal.status, isPlain ? "application/json" : type, bodyOf(refusal, requestId));
}

/** In the shape of an answer: clients read all errors in one way. */
export function bodyOf({ code, message, extensions }: Refusal, requestId: string): string {
  return JSON.stringify({ errors: [{ message, extensions: { ...extensions, code, requestId } }] });
}

/**
 * A well-formed request whose document, variables or cost are refused. Older clients take any status but 200 for an
 * answer that did not come from here (GraphQL over HTTP, Status codes).
 */
function statusOfMistake(type: ResultType): number {
  return type === "application/json" ? 200 : 400;
}

function write(
  outgoing: ServerResponse,
  head: ResponseHead,
  status: number,
  type: keyof typeof CONTENT_TYPE,
  body: string | Buffer,
): void {
  if (status === 401) head.push("www-authenticate", 'Bearer realm="agora"');
  head.push("content-type", CONTENT_TYPE[type], "content-length", String(Buffer.byteLength(body)));
  outgoing.writeHead(status, head).end(body);
}
