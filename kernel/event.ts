import { randomUUIDv7 } from "node:crypto";

/** What happened to one aggregate, as others get to know it. `schema/events.ts` lists the types and their data. */
export interface EventEnvelope<Type extends string = string, Data = unknown> {
  /** A UUIDv7; consumers keep it in their inbox, so that the effect happens once. */
  readonly id: string;
  readonly type: Type;
  /** Of the data's shape. */
  readonly version: number;
  /** Events of one aggregate arrive in the order they were written. */
  readonly aggregateId: string;
  /** Counts the aggregate's changes. */
  readonly sequence: number;
  /** RFC 3339, UTC. */
  readonly occurredAt: string;
  readonly requestId: string;
  readonly data: Data;
}

/** What a command says; the outbox adds the id. */
export interface NewEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version?: number;
  readonly aggregateId: string;
  readonly sequence: number;
  readonly occurredAt: Date;
  readonly requestId: string;
  readonly data: Data;
}

export function envelope(event: NewEvent): EventEnvelope {
  return { ...event, id: randomUUIDv7(), version: event.version ?? 1, occurredAt: event.occurredAt.toISOString() };
}

/** Effects of one event; throwing means "try again", so it must be safe to run twice (see `Transaction.receive`). */
export type EventHandler = (event: EventEnvelope<string, any>) => Promise<void>;

/** By topic (the subgraph that says it), then by type. */
export type EventHandlers = Readonly<Record<string, Readonly<Record<string, EventHandler>>>>;
