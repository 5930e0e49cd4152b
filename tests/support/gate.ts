import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, getOperationAST, GraphQLError } from "graphql";
import { createDocuments } from "#gateway/documents.ts";
import { invalidVariables } from "#gateway/execution/invalid-variables.ts";
import { LIMITS } from "#gateway/limits.ts";
import { parseBodyWithinLimits } from "#gateway/plugins/parse-body.ts";
import { root } from "./sources.ts";

export type Gate = (body: Buffer) => readonly GraphQLError[] | undefined;

/** What stands between a complete body and its plan, in production over this platform's schema: why it is refused. */
export function openGate(): Gate {
  const schema = buildSchema(readFileSync(join(root, "schema/api.graphql"), "utf8"));
  const documents = createDocuments(schema, LIMITS, false);
  return (body) => {
    try {
      const { query, variables } = parseBodyWithinLimits(body.toString("utf8"), LIMITS) as Record<string, any>;
      const found = documents.prepare(query);
      if ("errors" in found) return found.errors;
      const read = { document: found.document, ast: getOperationAST(found.document)! };
      return invalidVariables(schema, read, variables, false);
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  };
}
