import type { GraphQLDataSource } from "@apollo/gateway";
import { GraphQLError } from "graphql";
import type { Execute } from "#kernel/executor.ts";
import type { ClientScope } from "../scope.ts";
import { askSubgraph } from "./ask-subgraph.ts";

/** A subgraph as @apollo/gateway takes it; the request's scope travels as its context. */
export function dataSourceOf(execute: Execute): GraphQLDataSource {
  return {
    process: async ({ request, context }) => {
      const fetch = { document: request.query!, variables: (request.variables ?? {}) as Record<string, unknown> };
      const scope = context as ClientScope;
      scope.facts.fetches += 1;
      const { data, errors } = await askSubgraph(execute, fetch, scope);
      return {
        data,
        errors: errors?.map(({ message, path, extensions }) => new GraphQLError(message, { path, extensions })),
      };
    },
  };
}
