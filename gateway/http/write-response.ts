import type { ServerResponse } from "node:http";
import type { CompleteAnswer } from "./answer.ts";
import { writeSingleEvent } from "./event-stream.ts";
import type { ResultType } from "./negotiate.ts";
import { type Refusal, STATUS } from "./refusal.ts";

/** A finished answer in one write. */
export function writeAnswer(
  outgoing: ServerResponse,
  type: ResultType,
  { body, refusedWith, status: given, retryAfterSeconds, keeping }: CompleteAnswer,
): void {
  if (retryAfterSeconds !== undefined) outgoing.setHeader("retry-after", retryAfterSeconds);
  if (type === "text/event-stream") return writeSingleEvent(outgoing, body.toString());
  if (keeping) setKeeping(outgoing, keeping);
  const status = given ?? (refusedWith === undefined ? 200 : (STATUS[refusedWith] ?? statusOfMistake(type)));
  write(outgoing, status, type, body);
}

function setKeeping(outgoing: ServerResponse, keeping: NonNullable<CompleteAnswer["keeping"]>): void {
  outgoing.setHeader("cache-control", keeping.cacheControl);
  outgoing.setHeader("age", keeping.ageSeconds);
  outgoing.appendHeader("vary", keeping.vary);
}

/** Several answers to a batch: an array of them is of no media type but plain JSON. */
export function writeBatch(outgoing: ServerResponse, bodies: readonly (string | Buffer)[]): void {
  write(outgoing, 200, "application/json", `[${bodies.join(",")}]`);
}

export function writeRefusal(
  outgoing: ServerResponse,
  type: ResultType | undefined,
  refusal: Refusal,
  requestId: string,
): void {
  for (const [name, value] of Object.entries(refusal.headers ?? {})) outgoing.setHeader(name, value);
  const isPlain = type !== "application/graphql-response+json";
  write(outgoing, refusal.status, isPlain ? "application/json" : type, bodyOf(refusal, requestId));
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

function write(outgoing: ServerResponse, status: number, type: ResultType, body: string | Buffer): void {
  if (status === 401) outgoing.setHeader("www-authenticate", 'Bearer realm="agora"');
  const headers = { "content-type": `${type}; charset=utf-8`, "content-length": Buffer.byteLength(body) };
  outgoing.writeHead(status, headers).end(body);
}
