import type { IncomingMessage, ServerResponse } from "node:http";
import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from "@apollo/server";
import { ClientError, type FaultCode } from "#kernel/errors.ts";
import { readBody } from "#kernel/http-body.ts";
import type { Log } from "#kernel/log.ts";
import type { ClientHeaders, Gateway } from "../gateway.ts";
import { clientNameOf, logOperation } from "../plugins/operation-log.ts";
import { sendFault } from "./send.ts";

const STATUS: Partial<Record<FaultCode, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, SERVICE_UNAVAILABLE: 503 };

export interface OperateOptions {
  readonly gateway: Gateway;
  readonly log: Log;
}

/** One GraphQL operation over HTTP. */
export async function operate(
  { gateway, log }: OperateOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url: URL,
  requestId: string,
): Promise<void> {
  const startedAt = performance.now();
  const headers: ClientHeaders = (name) => textOf(incoming.headers[name]);
  const record = {
    ...{ requestId, transport: "http" as const, client: clientNameOf(headers), subject: null as string | null },
    ...{
      operationName: undefined as string | undefined,
      operationType: undefined as string | undefined,
      errorCodes: new Set<string>() as ReadonlySet<string>,
    },
  };
  outgoing.on("close", () => {
    const status = outgoing.writableFinished ? outgoing.statusCode : undefined;
    logOperation(log, { ...record, status, ms: Math.round(performance.now() - startedAt) });
  });
  try {
    const request = await readRequest(incoming, url, gateway.limits.bodyBytesMax);
    const ended = new AbortController();
    outgoing.on("close", () => outgoing.writableFinished || ended.abort());
    const caller = await gateway.identify(headers);
    record.subject = caller.subject;
    const context = await gateway.contextOf(headers, caller);
    const { answer, ...facts } = await gateway.answerHttp(request, {
      caller,
      context,
      requestId,
      signal: ended.signal,
      forwarded: gateway.forwardedOf(headers),
    });
    Object.assign(record, facts);
    await send(outgoing, answer);
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    const { code, status, ...extensions } = error.extensions as { code: FaultCode; status?: number };
    record.errorCodes = new Set([code]);
    if (code === "UNAUTHENTICATED") outgoing.setHeader("www-authenticate", 'Bearer realm="agora"');
    sendFault(outgoing, status ?? STATUS[code] ?? 400, code, error.message, extensions);
  }
}

async function readRequest(incoming: IncomingMessage, { search }: URL, bytesMax: number): Promise<HTTPGraphQLRequest> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, textOf(value)!);
  const method = (incoming.method ?? "GET").toUpperCase();
  const body = method === "POST" ? await readJson(incoming, bytesMax) : "";
  return { method, headers, search, body };
}

async function readJson(incoming: IncomingMessage, bytesMax: number): Promise<unknown> {
  const encoding = incoming.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw refusal(415, "Send the body as it is, without content-encoding.");
  const type = incoming.headers["content-type"] ?? "";
  if (!/^application\/json *(; *charset="?utf-8"? *)?$/i.test(type.trim()))
    throw refusal(415, "Send the body as application/json in UTF-8.");
  const body = await readBody(incoming, bytesMax);
  if (!body)
    throw refusal(413, `The body is larger than ${bytesMax} bytes.`, { limit: "bodyBytesMax", value: bytesMax });
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw refusal(400, "The body is not valid JSON.");
  }
}

function refusal(status: number, message: string, extensions: object = {}): ClientError {
  return new ClientError("BAD_USER_INPUT", message, { ...extensions, status });
}

async function send(outgoing: ServerResponse, { status, headers, body }: HTTPGraphQLResponse): Promise<void> {
  for (const [name, value] of headers) outgoing.setHeader(name, value);
  outgoing.statusCode = status ?? 200;
  if (body.kind === "complete")
    return void outgoing.setHeader("content-length", Buffer.byteLength(body.string)).end(body.string);
  for await (const chunk of body.asyncIterator) outgoing.write(chunk);
  outgoing.end();
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
