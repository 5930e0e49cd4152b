import type { IncomingMessage, ServerResponse } from "node:http";
import type { GraphQLFormattedError } from "graphql";
import { ClientError } from "#kernel/errors.ts";
import { nobody } from "#kernel/identity.ts";
import type { Log } from "#kernel/log.ts";
import type { Answered, Client, ClientHeaders, Gateway } from "../gateway.ts";
import { maskError } from "../plugins/mask-errors.ts";
import { clientNameOf, logOperation } from "../plugins/operation-log.ts";
import type { Answer } from "./answer.ts";
import { writeEventStream } from "./event-stream.ts";
import { writeMultipartEvents, writeParts } from "./multipart.ts";
import { type Accepted, negotiate } from "./negotiate.ts";
import { type OperationRequest, readRequest } from "./read-request.ts";
import { nothingAccepted, type Refusal, refusalOf } from "./refusal.ts";
import { streamEnds } from "./stream-ends.ts";
import { bodyOf, writeAnswer, writeBatch, writeRefusal } from "./write-response.ts";

export interface ServeOptions {
  readonly gateway: Pick<Gateway, "limits" | "identify" | "contextOf" | "forwardedOf" | "onRevoked" | "answer">;
  readonly log: Log;
}

export interface HttpOperations {
  /** `search` is the query of the request's target. */
  serve(incoming: IncomingMessage, outgoing: ServerResponse, search: string, requestId: string): Promise<void>;
  /** Before a stop: subscriptions would not end by themselves. */
  endStreams(): void;
}

type Told = Omit<Answered<Answer>, "answer">;

/** GraphQL over HTTP: an operation or a batch comes in; an answer, its parts or a stream of events goes out. */
export function serveOperations({ gateway, log }: ServeOptions): HttpOperations {
  const { limits } = gateway;
  const ends = streamEnds(gateway);

  const write = (outgoing: ServerResponse, accepted: Accepted, answer: Answer, { caller, requestId }: Client): void => {
    const faultOf = (error: unknown) => maskError(error as GraphQLFormattedError, requestId, log);
    switch (answer.kind) {
      case "complete":
        return writeAnswer(outgoing, accepted.result!, answer);
      case "refused":
        return writeRefusal(outgoing, accepted.result, answer.refusal, requestId);
      case "parts":
        return writeParts(outgoing, accepted.parts!, answer.answer, { limits, faultOf });
      case "events": {
        const writeEvents = accepted.events === "multipart/mixed" ? writeMultipartEvents : writeEventStream;
        return writeEvents(outgoing, answer.events, { limits, faultOf, signal: ends.of(caller, outgoing) });
      }
    }
  };

  const serve: HttpOperations["serve"] = async (incoming, outgoing, search, requestId) => {
    const startedAtMs = performance.now();
    const headers: ClientHeaders = (name) => textOf(incoming.headers[name]);
    const ended = new AbortController();
    let caller = nobody;
    let told: readonly Told[] = [toldOf()];
    outgoing.on("close", () => {
      if (!outgoing.writableFinished) ended.abort();
      const ms = Math.round(performance.now() - startedAtMs);
      const status = outgoing.writableFinished ? outgoing.statusCode : undefined;
      const record = { requestId, transport: "http", client: clientNameOf(headers), subject: caller.subject } as const;
      for (const { operationName, operationType, errorCodes } of told)
        logOperation(log, { ...record, operationName, operationType, errorCodes, status, ms });
    });
    outgoing.appendHeader("vary", "accept");
    const accepted = negotiate(headers("accept"));
    const refuse = (refusal: Refusal) => {
      told = [toldOf(refusal)];
      writeRefusal(outgoing, accepted.result, refusal, requestId);
    };
    try {
      if (!accepted.result) return refuse(nothingAccepted());
      const request = await readRequest(incoming, search, limits);
      if (!request.ok) return refuse(request.refusal);
      caller = await gateway.identify(headers);
      const context = await gateway.contextOf(headers, caller);
      const forwarded = gateway.forwardedOf(headers);
      const client = { caller, context, requestId, signal: ended.signal, forwarded };
      if (request.value.kind === "operation") {
        const answered = await gateway.answer(request.value.operation, accepted, client);
        told = [answered];
        return write(outgoing, accepted, answered.answer, client);
      }
      const inOnePiece = { ...accepted, parts: undefined, events: undefined };
      const answering = request.value.operations.map((operation) => gateway.answer(operation, inOnePiece, client));
      const answered = await Promise.all(answering);
      told = answered;
      const entries = answered.map(({ answer }) => entryOf(answer, requestId));
      writeBatch(outgoing, entries);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      refuse(refusalOf(error));
    }
  };

  return { serve, endStreams: ends.endAll };
}

/** Of a request that did not come to be an operation. */
function toldOf(refusal?: Refusal): Told {
  return { operationName: undefined, operationType: undefined, errorCodes: new Set(refusal ? [refusal.code] : []) };
}

function entryOf(answer: Answer, requestId: string): string | Buffer {
  if (answer.kind === "complete") return answer.body;
  if (answer.kind === "refused") return bodyOf(answer.refusal, requestId);
  throw new Error("A batch was answered with a stream");
}

function textOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
