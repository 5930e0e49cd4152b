import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "./http-body.ts";
import type { Route } from "./subgraph.ts";

/** A webhook's or an upload's metadata; files themselves go to the object store. */
const ROUTE_BODY_BYTES_MAX = 256 * 1024;

export function findRoute(routes: readonly Route[], method: string | undefined, path: string): Route | undefined {
  return routes.find((route) => route.method === method && matches(route.path, path));
}

function matches(pattern: string, path: string): boolean {
  return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

/** Hands a plain HTTP request to its route, the body unread. */
export async function answerRoute(route: Route, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming, ROUTE_BODY_BYTES_MAX);
  if (!body) return void outgoing.writeHead(413, { connection: "close" }).end();
  const url = new URL(incoming.url ?? "/", "http://route");
  const response = await route.handle({
    method: incoming.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers as Record<string, string | undefined>,
    body,
    requestId: (outgoing.getHeader("agora-request-id") as string | undefined) ?? randomUUID(),
  });
  outgoing.writeHead(response.status, response.headers).end(response.body);
}
