import { readFileSync } from "node:fs";
import type { EventHandlers } from "./event.ts";
import type { Caller, RequestContext } from "./identity.ts";
import type { Job } from "./jobs.ts";
import type { Span } from "./span.ts";

/** What is known of the request at hand wherever it goes. */
export interface RequestScope {
  readonly caller: Caller;
  readonly context: RequestContext;
  readonly requestId: string;
  readonly deadlineAtMs: number;
  readonly signal: AbortSignal;
  /** Headers of the client that go on to subgraphs: name, value, name, value … */
  readonly forwarded?: readonly string[];
  /** Told of the headers of each subgraph's answer, where somebody wants to know. */
  readonly hearHeaders?: (headers: AnswerHeaders) => void;
  /** Of whoever asks, where somebody traces. */
  readonly span?: Span;
  /** Asked before an answer is made of what was kept, and is fresh until then: false where it is to be had anew. */
  readonly takesKept?: (freshUntilMs: number) => boolean;
}

export type AnswerHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Resolvers by type and field, as @apollo/subgraph takes them. */
export type Resolvers = Record<string, any>;

/** One part of the business: its contract, its doors in and what it does by itself. It knows not who runs it. */
export interface Subgraph {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Resolvers;
  /** Made for each request: the scope with this subgraph's loaders. */
  context(scope: RequestScope): RequestScope;
  readonly handlers: EventHandlers;
  readonly routes: readonly Route[];
  readonly jobs: readonly Job[];
}

/** A plain HTTP door: webhooks, files, keys. Its body comes unread, so that a signature can be checked over its bytes. */
export interface Route {
  readonly method: "GET" | "POST";
  /** A path, or with a trailing `*` everything below it. */
  readonly path: string;
  handle(request: RouteRequest): Promise<RouteResponse>;
}

export interface RouteRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly requestId: string;
}

export interface RouteResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** The SDL of a subgraph: the shared types, then its own `schema.graphql`. */
export function readTypeDefsOf(name: string): string {
  const own = readFileSync(new URL(`../subgraphs/${name}/schema.graphql`, import.meta.url), "utf8");
  return `${readCommonTypeDefs()}\n${own}`;
}

export function readCommonTypeDefs(): string {
  return readFileSync(new URL("../schema/common.graphql", import.meta.url), "utf8");
}
