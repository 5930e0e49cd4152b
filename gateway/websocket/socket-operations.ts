import { randomUUID } from "node:crypto";
import type { GraphQLFormattedError } from "graphql";
import { CloseCode, MessageType } from "graphql-ws";
import { ClientError } from "#kernel/errors.ts";
import type { Log } from "#kernel/log.ts";
import type { Gateway } from "../gateway.ts";
import { type Client, factsOfGone, type Operation, type Outcome } from "../operation.ts";
import { clientNameOf } from "../plugins/operation-log.ts";
import type { Events } from "../subscriptions/subscriptions.ts";
import { endRequestSpan } from "../watch/operation-span.ts";
import { recordOperation } from "../watch/record-operation.ts";
import { CLOSE } from "./close-codes.ts";
import type { Connection, RunningOperation } from "./connection.ts";
import { headersIn } from "./init-headers.ts";
import type { Doors, OperationPayload } from "./receive-message.ts";

const OUR_FAULT = { message: "Something went wrong on our side.", extensions: { code: "INTERNAL_SERVER_ERROR" } };

export interface SocketOperations extends Doors {
  /** Queries and mutations under way, and subscriptions that have not begun. */
  running(): number;
}

/** Operations on websockets: who asks is said once for all of a socket. */
export function socketOperations(gateway: Gateway, log: Log, accessLog = log): SocketOperations {
  const { limits } = gateway;
  let running = 0;

  const identify: Doors["identify"] = async (connection, parameters) => {
    try {
      connection.headers = headersIn(parameters);
      connection.livesAs(await gateway.identify(connection.headers), gateway);
      await gateway.contextOf(connection.headers, connection.caller);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      const isRefused = error.extensions.code === "UNAUTHENTICATED";
      return connection.close(...(isRefused ? ([CloseCode.Forbidden, "Forbidden"] as const) : closeOf(error)));
    }
    connection.phase = "ready";
    connection.send(JSON.stringify({ type: MessageType.ConnectionAck }));
  };

  const answer = async (connection: Connection, payload: OperationPayload, signal: AbortSignal): Promise<AnswerOf> => {
    const requestId = randomUUID();
    const span = gateway.tracer?.begin("graphql", connection.headers, connection.isPeerTrusted);
    const startedAt = performance.now();
    const { caller, headers, address } = connection;
    const program = clientNameOf(headers);
    running += 1;
    connection.answering += 1;
    try {
      const room = connection.room();
      if (room) await room;
      const context = await gateway.contextOf(headers, caller);
      const forwarded = gateway.forwardedOf(headers);
      const client: Client = {
        caller,
        context,
        requestId,
        signal,
        forwarded,
        program,
        transport: "websocket",
        address: address.group,
        apiKey: gateway.apiKeyOf(headers),
        span,
      };
      const { answer, facts } = await gateway.run(operationIn(payload), client);
      const ms = Math.round(performance.now() - startedAt);
      const { subject } = caller;
      const record = { requestId, transport: "websocket", client: program, subject, status: undefined, ms } as const;
      const told = signal.aborted ? factsOfGone(facts) : facts;
      recordOperation(gateway.metrics, accessLog, record, told);
      if (span) endRequestSpan(span, [told], record);
      return { answer, operationType: facts.operationType };
    } catch (error) {
      if (!(error instanceof ClientError)) log.error({ error, requestId }, "an operation failed");
      const { message, extensions } = error instanceof ClientError ? error : OUR_FAULT;
      span?.fail(String(extensions.code));
      span?.end();
      return { answer: { errors: [{ message, extensions: { ...extensions, requestId } }] }, operationType: undefined };
    } finally {
      running -= 1;
      connection.answering -= 1;
    }
  };

  const operate: Doors["operate"] = async (connection, id, payload) => {
    if (connection.underWay() >= limits.operationsPerSocketMax)
      return connection.send(errorMessage(id, [tooManyOperations(limits.operationsPerSocketMax)]));
    const operation: RunningOperation = { ended: new AbortController() };
    connection.running.set(id, operation);
    const isWanted = () => connection.running.get(id) === operation;
    const { answer: outcome, operationType } = await answer(connection, payload, operation.ended.signal);
    const isSubscription = operationType === "subscription";
    if (Symbol.asyncIterator in outcome) {
      if (!isWanted()) return void outcome.return?.();
      operation.events = outcome;
      return forward(connection, id, outcome, isWanted, isSubscription);
    }
    if (!isWanted()) return;
    connection.running.delete(id);
    const { data, errors = [] } = outcome;
    const couldNotBegin = data === undefined || (isSubscription && errors.length > 0);
    if (couldNotBegin) return connection.sendLast(errorMessage(id, errors));
    connection.sendLast(nextMessage(id, JSON.stringify(outcome)), completeMessage(id));
  };

  return { limits, identify, operate, running: () => running };
}

interface AnswerOf {
  readonly answer: Outcome;
  readonly operationType: string | undefined;
}

/**
 * Events to the client as they come: what it does not take waits in its socket, up to the connection's limit. The parts of
 * an answer wait for each other.
 */
async function forward(
  connection: Connection,
  id: string,
  events: Events,
  isWanted: () => boolean,
  isSubscription: boolean,
): Promise<void> {
  let last = completeMessage(id);
  try {
    for await (const json of events) {
      if (!isWanted()) continue;
      if (isSubscription) connection.send(nextMessage(id, json));
      else await connection.sendAnswer(nextMessage(id, json));
    }
  } catch (error) {
    const { message, extensions } = error as GraphQLFormattedError;
    if (extensions?.code === "SCHEMA_CHANGED" && isWanted()) return connection.close(CLOSE.schemaChanged, message);
    last = errorMessage(id, [error as GraphQLFormattedError]);
  }
  if (!isWanted()) return;
  connection.running.delete(id);
  connection.sendLast(last);
}

function operationIn({ query, operationName, variables, extensions, documentId }: OperationPayload): Operation {
  return {
    query: query || undefined,
    operationName: operationName ?? undefined,
    variables: variables ?? undefined,
    extensions: extensions ?? undefined,
    documentId: documentId ?? undefined,
  };
}

/** Around a payload that is JSON already, since many may get the same. */
function nextMessage(id: string, json: string): string {
  return `{"id":${JSON.stringify(id)},"type":"${MessageType.Next}","payload":${json}}`;
}

function errorMessage(id: string, payload: readonly GraphQLFormattedError[]): string {
  return JSON.stringify({ id, type: MessageType.Error, payload });
}

function completeMessage(id: string): string {
  return JSON.stringify({ id, type: MessageType.Complete });
}

/** A currency the shop does not know stays unknown: trying again is no use. An outage passes. */
function closeOf({ message, extensions }: ClientError): readonly [number, string] {
  return [extensions.code === "SERVICE_UNAVAILABLE" ? CLOSE.tryAgainLater : CloseCode.BadRequest, message];
}

function tooManyOperations(value: number): ClientError {
  const limit = "operationsPerSocketMax";
  return new ClientError("BAD_USER_INPUT", `At most ${value} operations at once on one websocket.`, { limit, value });
}
