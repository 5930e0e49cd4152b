import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from "graphql";
import { isJson, type Json } from "./rewrites.ts";

export interface Completion {
  readonly schema: GraphQLSchema;
  /** As the client wrote it. */
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** By response names; written into. */
  readonly data: Json | null | undefined;
  readonly errors: readonly GraphQLFormattedError[];
  /** The error in place of a field that was not asked for. */
  refusalAt?(typeName: string, fieldName: string): GraphQLError | undefined;
}

/**
 * Shapes collected data into the client's answer: graphql-js puts each error where it belongs and lets null rise to
 * the nearest place that may be null. An error that explains a missing value stands in its stead, so that nobody reads
 * besides that a non-null field was null.
 */
export async function complete({
  schema,
  document,
  operationName,
  variables,
  data,
  errors,
  refusalAt,
}: Completion): Promise<ExecutionResult> {
  const root: Json = data ?? {};
  const unplaced = errors.map(asError).filter((error) => !place(root, error));
  const fieldResolver: GraphQLFieldResolver<Json, unknown> = (
    source,
    _args,
    _context,
    { path, parentType, fieldName },
  ) => {
    const refusal = refusalAt?.(parentType.name, fieldName);
    if (refusal) throw refusal;
    return source[path.key];
  };
  const result = await execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    rootValue: root,
    fieldResolver,
  });
  if (unplaced.length === 0) return result;
  return { ...result, errors: [...(result.errors ?? []), ...unplaced] };
}

/** False when there is a value, or no place, where the error points. */
function place(root: Json, error: GraphQLError): boolean {
  let parent: unknown = root;
  for (const [index, key] of (error.path ?? []).entries()) {
    if (!isJson(parent) && !Array.isArray(parent)) return false;
    const container = parent as Record<string | number, unknown>;
    const value = container[key];
    if (value === null || value === undefined) {
      container[key] = error;
      return true;
    }
    if (value instanceof Error || index === error.path!.length - 1) return false;
    parent = value;
  }
  return false;
}

function asError({ message, path, extensions }: GraphQLFormattedError): GraphQLError {
  return new GraphQLError(message, { path, extensions });
}
