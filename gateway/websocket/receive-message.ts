import { CloseCode, MessageType, parseMessage, type SubscribePayload } from "graphql-ws";
import { type BodyLimits, parseBodyWithinLimits } from "../plugins/parse-body.ts";
import type { Connection } from "./connection.ts";

/** What is asked; `documentId` as it came, whatever it is. */
export interface OperationPayload extends SubscribePayload {
  readonly documentId?: unknown;
}

/** What a client's messages lead to. */
export interface Doors {
  readonly limits: BodyLimits;
  identify(connection: Connection, parameters: Readonly<Record<string, unknown>>): Promise<void>;
  operate(connection: Connection, id: string, payload: OperationPayload): Promise<void>;
}

/** The rules of graphql-transport-ws: what may be said when. A client that breaks them loses its socket. */
export async function receiveMessage(connection: Connection, text: string, doors: Doors): Promise<void> {
  if (!connection.isOpen) return;
  const message = parsed(text, doors.limits);
  switch (message?.type) {
    case MessageType.ConnectionInit:
      if (connection.phase !== "open")
        return connection.close(CloseCode.TooManyInitialisationRequests, "Too many initialisation requests");
      connection.phase = "identifying";
      return doors.identify(connection, message.payload ?? {});
    case MessageType.Ping:
      return connection.send(JSON.stringify({ type: MessageType.Pong, payload: message.payload }));
    case MessageType.Pong:
      return;
    case MessageType.Subscribe:
      if (connection.phase !== "ready") return connection.close(CloseCode.Unauthorized, "Unauthorized");
      if (connection.running.has(message.id))
        return connection.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${message.id} already exists`);
      return doors.operate(connection, message.id, message.payload);
    case MessageType.Complete:
      return connection.end(message.id);
    default:
      return connection.close(CloseCode.BadRequest, "Invalid message received");
  }
}

function parsed(text: string, limits: BodyLimits) {
  try {
    return parseMessage(withText(parseBodyWithinLimits(text, limits)));
  } catch {
    return undefined;
  }
}

/** The protocol wants a text, so that an empty one stands for none where an id says what is asked. */
function withText(message: unknown): unknown {
  if (!isMap(message) || message.type !== MessageType.Subscribe || !isMap(message.payload)) return message;
  const { query, documentId, extensions } = message.payload;
  const isNamed = documentId != null || (isMap(extensions) && extensions.persistedQuery != null);
  return query == null && isNamed ? { ...message, payload: { ...message.payload, query: "" } } : message;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
