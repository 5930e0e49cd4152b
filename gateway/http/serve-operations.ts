import type { IncomingMessage, ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import { type Caller, nobody } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import { together } from "#kernel/together.ts";
import type { Gateway } from "../gateway.ts";
import { type Client, type ClientHeaders, factsOf, factsOfGone, noFacts, type OperationFacts } from "../operation.ts";
import { maskError } from "../plugins/mask-errors.ts";
import { clientNameOf, type RequestRecord } from "../plugins/operation-log.ts";
import { endRequestSpan } from "../watch/operation-span.ts";
import { recordOperation } from "../watch/record-operation.ts";
import { Waiters } from "../waiters.ts";
import type { Answer, WithHeaders } from "./answer.ts";
import type { ClientAddresses } from "./client-address.ts";
import { writeEventStream } from "./event-stream.ts";
import { writeMultipartEvents, writeParts } from "./multipart.ts";
import { type Accepted, negotiate } from "./negotiate.ts";
import { type OperationRequest, readSource, requestIn } from "./read-request.ts";
import { BODY_TOO_LATE, nothingAccepted, type Refusal, refusalOf } from "./refusal.ts";
import { replaceIn, type ResponseHead, setHead } from "./response-head.ts";
import { streamEnds } from "./stream-ends.ts";
import { bodyOf, writeAnswer, writeBatch, writeRefusal } from "./write-response.ts";

export interface ServeOptions {
  readonly gateway: Pick<
    Gateway,
    | "limits"
    | "metrics"
    | "tracer"
    | "identify"
    | "contextOf"
    | "forwardedOf"
    | "apiKeyOf"
    | "onRevoked"
    | "shareKeyOf"
    | "join"
    | "answer"
  >;
  readonly addresses: ClientAddresses;
  readonly log: Log;
  /** Where a line for each operation goes, instead of the log. */
  readonly accessLog?: Log;
}

export interface HttpOperations {
  serve(incoming: IncomingMessage, outgoing: ServerResponse, served: Served): Promise<void>;
  /** Before a stop: subscriptions would not end by themselves. */
  endStreams(): void;
}

export interface Served {
  /** The query of the request's target. */
  readonly search: string;
  /** What the answer's headers begin with. */
  readonly head: ResponseHead;
  readonly requestId: string;
  /** No other request runs, with which it could go on together. */
  readonly isAlone: boolean;
}

type Told = Readonly<OperationFacts>;

/** Stands for what has gone out. */
const WRITTEN = "";

/** GraphQL over HTTP: an operation or a batch comes in; an answer, its parts or a stream of events goes out. */
export function serveOperations({ gateway, addresses, log, accessLog = log }: ServeOptions): HttpOperations {
  const { limits } = gateway;
  const ends = streamEnds(gateway);
  const atEndOfTurn = together((goOn: () => void) => goOn());
  const recordAtEndOfTurn = together(({ record, facts }: { record: RequestRecord; facts: Told }) =>
    recordOperation(gateway.metrics, accessLog, record, facts),
  );

  const write = (
    outgoing: ServerResponse,
    head: ResponseHead,
    accepted: Accepted,
    answer: Answer,
    caller: Caller,
    requestId: string,
  ): void => {
    const faultOf = (error: unknown) => maskError(error as GraphQLFormattedError, requestId, log);
    switch (answer.kind) {
      case "complete":
        if (answer.headers) addHeaders(head, [answer]);
        return writeAnswer(outgoing, head, accepted.result!, answer);
      case "refused":
        return writeRefusal(outgoing, head, accepted.result, answer.refusal, requestId);
      case "parts":
        addHeaders(head, [answer]);
        setHead(outgoing, head);
        return writeParts(outgoing, accepted.parts!, answer.answer, { limits, faultOf });
      case "events": {
        setHead(outgoing, head);
        const writeEvents = accepted.events === "multipart/mixed" ? writeMultipartEvents : writeEventStream;
        const counts = gateway.metrics?.live.streams("http");
        return writeEvents(outgoing, answer.events, { limits, faultOf, signal: ends.of(caller, outgoing), counts });
      }
    }
  };

  const serveBatch = async (
    outgoing: ServerResponse,
    head: ResponseHead,
    operations: readonly OperationRequest[],
    accepted: Accepted,
    client: Client,
    facts: readonly OperationFacts[],
  ): Promise<readonly Told[]> => {
    const inOnePiece = { ...accepted, parts: undefined, events: undefined };
    const answered = await Promise.all(
      operations.map((operation, n) => gateway.answer(operation, inOnePiece, { ...client, facts: facts[n] })),
    );
    addHeaders(
      head,
      answered.flatMap(({ answer }) => (answer.kind === "complete" ? [answer] : [])),
    );
    writeBatch(
      outgoing,
      head,
      answered.map(({ answer }) => entryOf(answer, client.requestId)),
    );
    return answered.map(({ facts }) => facts);
  };

  const serve: HttpOperations["serve"] = async (incoming, outgoing, { search, head, requestId, isAlone }) => {
    const startedAtMs = performance.now();
    const headers: ClientHeaders = (name) => textOf(incoming.headers[name]);
    const program = clientNameOf(headers);
    const address = addresses.addressOf(incoming.socket.remoteAddress, headers("x-forwarded-for"));
    let caller = nobody;
    let waiters: Waiters | undefined;
    let isWaiting = true;
    let isRead = false;
    const span = gateway.tracer?.begin("graphql", headers, addresses.isTrusted(incoming.socket.remoteAddress));
    const facts = noFacts();
    let told: readonly Told[] = [facts];
    const end = () => {
      if (isWaiting && !outgoing.writableFinished) waiters?.leave();
      isWaiting = false;
      if (!outgoing.headersSent) told = told.map(factsOfGone);
      else if (!isRead && outgoing.statusCode === BODY_TOO_LATE) told = [factsOf({ code: "BAD_USER_INPUT" })];
      const ms = Math.round(performance.now() - startedAtMs);
      const status = outgoing.writableFinished ? outgoing.statusCode : undefined;
      const record = { requestId, transport: "http", client: program, subject: caller.subject, status, ms } as const;
      for (const facts of told) recordAtEndOfTurn({ record, facts });
      if (span) endRequestSpan(span, told, record);
    };
    // Gone before its turn: nothing would be heard of its end any more.
    if (outgoing.destroyed) return end();
    outgoing.on("close", end);
    head.push("vary", "accept");
    const accepted = negotiate(headers("accept"));
    const refuse = (refusal: Refusal) => {
      told = [factsOf(refusal)];
      writeRefusal(outgoing, head, accepted.result, refusal, requestId);
    };
    try {
      if (!accepted.result) return refuse(nothingAccepted());
      const source = await readSource(incoming, search, limits);
      isRead = true;
      if (!isAlone) await new Promise<void>(atEndOfTurn);
      if (!source.ok) return refuse(source.refusal);
      caller = await gateway.identify(headers);
      const context = await gateway.contextOf(headers, caller);
      const forwarded = gateway.forwardedOf(headers);
      // Gone before anything was begun: nobody is to be joined, or to join.
      if (!isWaiting) return;
      const key = gateway.shareKeyOf(source.value.text, accepted, { caller, context, forwarded, program });
      const shared = gateway.join(key);
      waiters = shared?.waiters;
      if (shared) told = [shared.facts];
      // Nothing is waited for where there is none: the next to ask the same is to find this one's.
      let answered = shared && (await shared.answer);
      if (!isWaiting) return;
      if (!answered) {
        // What turned out to be not for sharing each asks for himself.
        waiters?.leave();
        told = [facts];
        const own = (waiters = new Waiters());
        const { signal } = own;
        const client: Client = {
          caller,
          context,
          requestId,
          signal,
          forwarded,
          program,
          transport: "http",
          address: address.group,
          apiKey: gateway.apiKeyOf(headers),
          span,
          facts,
        };
        const request = requestIn(source.value, limits);
        if (!request.ok) return refuse(request.refusal);
        if (request.value.kind === "batch") {
          const { operations } = request.value;
          const each = operations.map(noFacts);
          told = each;
          told = await serveBatch(outgoing, head, operations, accepted, client, each);
          return;
        }
        const share = shared ? undefined : { key, waiters: own, facts };
        answered = await gateway.answer(request.value.operation, accepted, client, share);
      }
      const { answer } = answered;
      told = [answered.facts];
      write(outgoing, head, accepted, answer, caller, requestId);
      // Who left before is counted already.
      if (answer.kind !== "complete" || !isWaiting) return;
      isWaiting = false;
      if (waiters?.done()) answer.body = WRITTEN;
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      refuse(refusalOf(error));
    }
  };

  return { serve, endStreams: ends.endAll };
}

/** Each value once, from whatever answer it came. */
function addHeaders(head: ResponseHead, answers: readonly WithHeaders[]): void {
  const all = new Map<string, Set<string>>();
  for (const { headers } of answers)
    headers?.forEach((values, name) => all.set(name, new Set([...(all.get(name) ?? []), ...values])));
  all.forEach((values, name) => replaceIn(head, name, [...values]));
}

function entryOf(answer: Answer, requestId: string): string | Buffer {
  if (answer.kind === "complete") return answer.body;
  if (answer.kind === "refused") return bodyOf(answer.refusal, requestId);
  throw new Error("A batch was answered with a stream");
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
