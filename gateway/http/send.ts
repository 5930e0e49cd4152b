import type { ServerResponse } from "node:http";
import type { FaultCode } from "#kernel/errors.ts";
import { retryAfter } from "./refusal.ts";

export const REQUEST_ID_HEADER = "agora-request-id";

export function sendJson(outgoing: ServerResponse, status: number, body: unknown): void {
  const text = `${JSON.stringify(body)}\n`;
  outgoing
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(text) })
    .end(text);
}

/** A refusal at the door, in the shape of a GraphQL answer: clients read all errors in one way. */
export function sendFault(
  outgoing: ServerResponse,
  status: number,
  code: FaultCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): void {
  const requestId = outgoing.getHeader(REQUEST_ID_HEADER);
  const { "retry-after": after } = retryAfter(extensions) ?? {};
  if (after) outgoing.setHeader("retry-after", after);
  sendJson(outgoing, status, { errors: [{ message, extensions: { ...extensions, code, requestId } }] });
}
