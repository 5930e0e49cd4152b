import { errors, Pool } from "undici";
import {
  CallRefusedError,
  type Execute,
  isFlawless,
  isTooLarge,
  type KnownAnswer,
  SubgraphUnreachableError,
  type SubgraphExecutor,
  type SubgraphRequest,
  type SubgraphResult,
} from "./executor.ts";
import { type NoAnswerError, post, type Posted, TimeIsUpError } from "./http-post.ts";
import { type HashedBody, hashedBody, IDENTITY_HEADER, type PairKeys, signCall } from "./identity.ts";
import { ownBytes } from "./own-bytes.ts";
import { overWebSocket } from "./over-websocket.ts";
import { subgraphResultOf } from "./subgraph-result.ts";

const GRAPHQL_RESPONSE = "application/graphql-response+json";
const ACCEPTED = `${GRAPHQL_RESPONSE}, application/json`;
const CONNECTIONS_MAX = 64;
const KEEP_ALIVE_MS = 30_000;
/** As JSON of one answer; a larger one is a fault of the plan, not something to hold in memory. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
const RETRY_AFTER_SECONDS_MAX = 86_400;

export interface OverHttpOptions {
  /** The subgraph's name: the audience of the signature. */
  readonly name: string;
  /** Where it answers: `http://127.0.0.1:4101/graphql`. */
  readonly url: string;
  /** Who calls: `gateway`, or a subgraph's name. */
  readonly from: string;
  /** Without them calls are not signed: for subgraphs that know nothing of us. */
  readonly keys?: PairKeys;
}

/** A subgraph in another process: a keep-alive pool for operations, one multiplexed websocket for subscriptions. */
export function overHttp(options: OverHttpOptions): SubgraphExecutor & { close(): Promise<void> } {
  const { name, url, from, keys } = options;
  const { origin, pathname, search } = new URL(url);
  const path = `${pathname}${search}`;
  const pool = new Pool(origin, {
    connections: CONNECTIONS_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxResponseSize: ANSWER_BYTES_MAX,
    // Each request has its own.
    ...{ headersTimeout: 0, bodyTimeout: 0 },
  });
  const socket = overWebSocket(url);

  /** The value of the header. */
  const signature = ({ caller, context, requestId }: SubgraphRequest, body: HashedBody): string | undefined =>
    keys && signCall(keys, { from, to: name }, { caller, context, requestId }, body, Date.now());

  const execute: Execute = async (request) => {
    const known = request.known as KnownBytes | undefined;
    const body = known?.body ?? hashedBody(request.body ?? bodyOf(request));
    const leftMs = Math.max(1, request.deadlineAtMs - Date.now());
    const headers = ["content-type", "application/json", "accept", ACCEPTED, "agora-timeout-ms", `${leftMs}`];
    // Without a word any encoding would do (RFC 9110, 12.5.3).
    headers.push("accept-encoding", "identity");
    const signed = signature(request, body);
    if (signed !== undefined) headers.push(IDENTITY_HEADER, signed);
    if (request.forwarded) headers.push(...request.forwarded);
    if (request.span) headers.push(...request.span.carry());
    let posted: Posted;
    try {
      posted = await post(pool, {
        ...{ path, headers, body: body.bytes, leftMs },
        ...{ signal: request.signal, known: known?.answer },
      });
    } catch (error) {
      throw faultOf(name, error as NoAnswerError);
    }
    request.hearHeaders?.(posted.headers);
    if (posted.status !== 200 && !posted.type.startsWith(GRAPHQL_RESPONSE)) return errorsOf(name, posted);
    if (posted.isKnown) return known!.same;
    const result = resultIn(posted.text);
    if (!result) throw new SubgraphUnreachableError(name, noResult(posted));
    if (request.hear && isFlawless(result)) request.hear(new KnownBytes(body, posted.text));
    return result;
  };

  return {
    keepsDeadlines: true,
    handsOverAnswers: true,
    comparesAnswers: true,
    execute,
    subscribe: async (request) => {
      const { document: query, operationName, variables, forwarded = [], span } = request;
      // One socket carries everybody's subscriptions, so what HTTP says in headers each says for itself.
      const headers = asObject(span ? [...forwarded, ...span.carry()] : forwarded);
      const isSaid = Object.keys(headers).length > 0;
      const signed = signature(request, hashedBody(bodyOf(request)));
      const extensions = { ...(signed && { [IDENTITY_HEADER]: signed }), ...(isSaid && { headers }) };
      return socket.subscribe({ query, operationName, variables: variables as Record<string, unknown>, extensions });
    },
    close: async () => {
      await socket.close();
      await pool.close();
    },
  };
}

/** The bytes of an answer, and what they answer. */
class KnownBytes implements KnownAnswer {
  readonly same: SubgraphResult = { data: {} };
  readonly body: HashedBody;
  readonly answer: Buffer;

  constructor({ bytes, hash }: HashedBody, json: string) {
    this.body = { bytes: ownBytes(bytes.toString()), hash };
    this.answer = ownBytes(json);
  }

  get bytes(): number {
    return this.body.bytes.length + this.answer.length;
  }

  read(): SubgraphResult {
    return resultIn(this.answer.toString())!;
  }
}

/** Why there is no whole answer: what cannot be sent as it is says nothing of the subgraph. */
function faultOf(name: string, { cause, isSent }: NoAnswerError): Error {
  const isUnsendable = cause instanceof errors.InvalidArgumentError || cause instanceof errors.NotSupportedError;
  if (isUnsendable && !isSent) return new CallRefusedError(name, cause.message);
  return new SubgraphUnreachableError(name, cause.message, { isTimeout: cause instanceof TimeIsUpError, isSent });
}

/** Said by what stands before a service, too, and never about one call: the service is away. */
const AWAY: readonly number[] = [502, 503, 504];
/** The connection was too slow for the request, which its client has no part in. */
const REQUEST_TIMEOUT = 408;

/**
 * What comes with another status than 200. A service that speaks GraphQL tells in JSON what went wrong, whatever status
 * goes with it; without that, 4xx are about the call, which its client decides, and all else is about the service.
 */
function errorsOf(name: string, { status, text, headers }: Posted): SubgraphResult {
  const reason = `HTTP ${status}`;
  // Our own signature did not hold, in which no client has a part.
  if (headers["www-authenticate"] === IDENTITY_HEADER) throw new SubgraphUnreachableError(name, reason);
  const result = AWAY.includes(status) ? undefined : resultIn(text);
  if (result?.errors?.length) return isTooLarge(status) ? result : { ...result, isFutile: true };
  if (status < 400 || status >= 500 || status === REQUEST_TIMEOUT) throw new SubgraphUnreachableError(name, reason);
  throw new CallRefusedError(name, reason, { status, retryAfterSeconds: secondsIn(headers["retry-after"]) });
}

/** The header may be a date as well; what lies further off than a day is not told. */
function secondsIn(retryAfter: string | readonly string[] | undefined): number | undefined {
  const seconds = /^\d{1,5}$/.test(String(retryAfter)) ? Number(retryAfter) : undefined;
  return seconds !== undefined && seconds <= RETRY_AFTER_SECONDS_MAX ? seconds : undefined;
}

function noResult({ headers }: Posted): string {
  const { "content-encoding": encoding = "identity" } = headers;
  const encoded = String(encoding) === "identity" ? "" : `, but encoded (${encoding}) though that was not asked for`;
  return `the answer is no GraphQL result in JSON${encoded}`;
}

/** Undefined for what is none. */
function resultIn(text: string): SubgraphResult | undefined {
  try {
    return subgraphResultOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Of name, value, name, value … */
function asObject(pairs: readonly string[]): Record<string, string> {
  const names = pairs.filter((_, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [name, pairs[2 * index + 1]!]));
}

/** What is sent, and what is under the signature: for a subscription the same text is made again at the other end. */
export function bodyOf({
  document,
  operationName,
  variables,
}: Pick<SubgraphRequest, "document" | "operationName" | "variables">): string {
  return JSON.stringify({ query: document, operationName, variables });
}
