import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { MIMEType } from "node:util";
import { readBody } from "#kernel/http-body.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import type { GatewayLimits } from "../limits.ts";
import { refuseForgeable } from "./csrf.ts";
import { parseBodyWithinLimits } from "../plugins/parse-body.ts";
import { type Refusal, refusal } from "./refusal.ts";

/** One operation as its client sent it (GraphQL over HTTP, Request Parameters); nothing of it is checked but its form. */
export interface OperationRequest {
  /** Absent where `documentId` or `extensions.persistedQuery` stands for it. */
  readonly query: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
  readonly documentId: string | undefined;
  /** Came by GET: no mutation may be run for it. */
  readonly isReadOnly: boolean;
}

export type GraphqlRequest =
  | { readonly kind: "operation"; readonly operation: OperationRequest }
  | { readonly kind: "batch"; readonly operations: readonly OperationRequest[] };

type RequestLimits = Pick<GatewayLimits, "bodyBytesMax" | "operationsPerBatchMax" | "bodyTokensMax" | "bodyNestingMax">;

const TEXTS = ["query", "operationName", "documentId"] as const;
const MAPS = ["variables", "extensions"] as const;
/** As nearly all say it. */
const JSON_TYPES: ReadonlySet<string> = new Set([
  "application/json",
  "application/json; charset=utf-8",
  "application/json;charset=utf-8",
  "application/json; charset=UTF-8",
]);
/** The second is none of its names (IANA, character sets), but is said. */
const UTF_8: ReadonlySet<string> = new Set(["utf-8", "utf8"]);

/** A request as it came, not looked into yet. */
export interface RequestSource {
  readonly method: "GET" | "POST";
  /** The body, or the query of the target. */
  readonly text: string;
}

/** `search` is the target's query, with or without its question mark; only GET reads it. */
export async function readSource(
  incoming: IncomingMessage,
  search: string,
  limits: RequestLimits,
): Promise<Result<RequestSource, Refusal>> {
  switch (incoming.method) {
    case "POST":
      return readPost(incoming, limits);
    case "GET": {
      const forgeable = refuseForgeable(incoming.headers);
      return forgeable ? err(forgeable) : ok({ method: "GET", text: search });
    }
    default:
      return err(refusal(405, "Send operations by POST, or queries by GET.", { headers: { allow: "GET, POST" } }));
  }
}

/** What is asked. Throws for a body that is no JSON, or too much of it. */
export function requestIn({ method, text }: RequestSource, limits: RequestLimits): Result<GraphqlRequest, Refusal> {
  if (method === "GET") return requestInSearch(text);
  const parsed = parseBodyWithinLimits(text, limits);
  return Array.isArray(parsed) ? batchIn(parsed, limits.operationsPerBatchMax) : one(operationIn(parsed, false));
}

async function readPost(incoming: IncomingMessage, limits: RequestLimits): Promise<Result<RequestSource, Refusal>> {
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = incoming.headers;
  if (encoding.toLowerCase() !== "identity")
    return err(refusal(415, "Send the body as it is, without content-encoding."));
  if (!JSON_TYPES.has(type) && !isJson(type)) return err(refusal(415, "Send the body as application/json in UTF-8."));
  const { bodyBytesMax: value } = limits;
  const body = await readBody(incoming, value);
  if (!body)
    return err(
      refusal(413, `The body is larger than ${value} bytes.`, { extensions: { limit: "bodyBytesMax", value } }),
    );
  if (!isUtf8(body)) return err(refusal(400, "The body is not valid JSON in UTF-8."));
  return ok({ method: "POST", text: body.toString("utf8") });
}

function requestInSearch(search: string): Result<GraphqlRequest, Refusal> {
  const parameters = new URLSearchParams(search);
  const members: Record<string, unknown> = {};
  for (const name of [...TEXTS, ...MAPS]) {
    const [text, ...more] = parameters.getAll(name);
    if (more.length > 0) return err(refusal(400, `Send \`${name}\` once.`));
    /** An empty parameter is the same as none (GraphQL over HTTP, GET). */
    if (text) members[name] = text;
  }
  /** What is no JSON stays a text, which is refused as no object. */
  for (const name of MAPS) members[name] &&= parseJson(members[name] as string);
  return one(operationIn(members, true));
}

function one(operation: Result<OperationRequest, Refusal>): Result<GraphqlRequest, Refusal> {
  return operation.ok ? ok({ kind: "operation", operation: operation.value }) : operation;
}

function batchIn(entries: readonly unknown[], value: number): Result<GraphqlRequest, Refusal> {
  if (value === 0) return err(refusal(400, "Send one operation a request: batches are switched off here."));
  if (entries.length === 0) return err(refusal(400, "The batch is empty."));
  const extensions = { limit: "operationsPerBatchMax", value };
  if (entries.length > value) return err(refusal(400, `A batch holds at most ${value} operations.`, { extensions }));
  const operations: OperationRequest[] = [];
  for (const entry of entries) {
    const operation = operationIn(entry, false);
    if (!operation.ok) return operation;
    operations.push(operation.value);
  }
  return ok({ kind: "batch", operations });
}

function operationIn(value: unknown, isReadOnly: boolean): Result<OperationRequest, Refusal> {
  if (!isMap(value)) return err(refusal(400, "Send the operation as a JSON object with the member `query`."));
  for (const name of TEXTS)
    if (value[name] != null && typeof value[name] !== "string")
      return err(refusal(400, `\`${name}\` must be a string.`));
  for (const name of MAPS)
    if (value[name] != null && !isMap(value[name])) return err(refusal(400, `\`${name}\` must be a JSON object.`));
  const { query, operationName, variables, extensions, documentId } = value as Partial<OperationRequest>;
  if (!query && !documentId && !extensions?.persistedQuery)
    return err(refusal(400, "Send the operation's text as `query`."));
  /** Null is the same as absent (GraphQL over HTTP, JSON encoding). */
  return ok({
    query: query || undefined,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
    documentId: documentId ?? undefined,
    isReadOnly,
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** In UTF-8. Parameters that we do not know are passed over (RFC 2045, 5). */
function isJson(type: string): boolean {
  try {
    const { essence, params } = new MIMEType(type);
    return essence === "application/json" && UTF_8.has(params.get("charset")?.toLowerCase() ?? "utf-8");
  } catch {
    return false;
  }
}

/** The text itself where it is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
