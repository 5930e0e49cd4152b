import { HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from "@apollo/server";
import type { GraphQLFormattedError } from "graphql";

const RESPONSE_TYPE = "application/graphql-response+json";

/** An answer without data, in the media type that the client takes (GraphQL over HTTP, 6). */
export function faultResponse(
  status: number,
  errors: readonly GraphQLFormattedError[],
  accept: string | undefined,
): HTTPGraphQLResponse {
  const type = accept?.includes(RESPONSE_TYPE) ? RESPONSE_TYPE : "application/json";
  return {
    status,
    headers: new HeaderMap([["content-type", `${type}; charset=utf-8`]]),
    body: { kind: "complete", string: `${JSON.stringify({ errors })}\n` },
  };
}

/** Apollo Server answers requests that are wrong in themselves past all plugins. */
export function withErrorsMapped(
  response: HTTPGraphQLResponse,
  map: (error: GraphQLFormattedError) => GraphQLFormattedError,
): HTTPGraphQLResponse {
  if ((response.status ?? 200) < 400 || response.body.kind !== "complete") return response;
  const result: { errors?: GraphQLFormattedError[] } = JSON.parse(response.body.string);
  return {
    ...response,
    body: { kind: "complete", string: `${JSON.stringify({ ...result, errors: result.errors?.map(map) })}\n` },
  };
}

/** What a request asks, where it is well formed; the rest is for Apollo Server to refuse. */
export function requestedIn({ method, body, search }: HTTPGraphQLRequest): { query?: string; operationName?: string } {
  if (method === "GET") {
    const parameters = new URLSearchParams(search);
    return { query: parameters.get("query") || undefined, operationName: parameters.get("operationName") || undefined };
  }
  const { query, operationName } = (body ?? {}) as Record<string, unknown>;
  return {
    query: typeof query === "string" && query !== "" ? query : undefined,
    operationName: typeof operationName === "string" ? operationName : undefined,
  };
}
