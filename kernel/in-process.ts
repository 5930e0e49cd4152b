import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  subscribe,
  validate,
} from "graphql";
import { enforceAccess } from "./access.ts";
import { commonResolvers } from "./common-resolvers.ts";
import { ClientError } from "./errors.ts";
import { isFlawless, type SubgraphExecutor, type SubgraphRequest, type SubgraphResult } from "./executor.ts";
import { KnownData } from "./known-data.ts";
import type { Log } from "./log.ts";
import { isSameData } from "./plain-data.ts";
import type { RequestScope, Subgraph } from "./subgraph.ts";

/** Documents come from query plans, so few are many times the same. */
const DOCUMENTS_CHARACTERS_MAX = 4 * 1024 * 1024;
const DOCUMENT_TOKENS_MAX = 20_000;

type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/**
 * Runs a subgraph's schema in this process: no HTTP, no JSON. Access rules, deadline and masking lie here, below every
 * transport, so that both shapes have them.
 */
export function inProcess(subgraph: Subgraph, log: Log): SubgraphExecutor & { readonly schema: GraphQLSchema } {
  const schema = subgraphSchema(subgraph);
  const documents = new Map<string, Prepared>();
  let characters = 0;

  const prepare = (source: string): Prepared => {
    const known = documents.get(source);
    if (known) return known;
    const prepared = parseAndValidate(schema, source);
    documents.set(source, prepared);
    characters += source.length;
    for (const oldest of documents.keys()) {
      if (characters <= DOCUMENTS_CHARACTERS_MAX) break;
      documents.delete(oldest);
      characters -= oldest.length;
    }
    return prepared;
  };

  const mask = (result: ExecutionResult, scope: RequestScope): SubgraphResult => {
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => maskError(error, subgraph.name, scope, log)) };
  };

  const argumentsOf = (request: SubgraphRequest, document: DocumentNode) => ({
    schema,
    document,
    operationName: request.operationName,
    variableValues: variablesOf(request) as Record<string, unknown>,
    contextValue: subgraph.context({
      caller: request.caller,
      context: request.context,
      requestId: request.requestId,
      deadlineAtMs: request.deadlineAtMs,
      signal: request.signal,
    }),
  });

  return {
    schema,
    comparesAnswers: true,
    execute: async (request) => {
      const prepared = prepare(request.document);
      if ("errors" in prepared) return { errors: prepared.errors.map(complaint) };
      const running = Promise.resolve(execute(argumentsOf(request, prepared.document)));
      const result = mask(await untilDeadline(running, request, subgraph.name), request);
      const known = request.known as KnownData | undefined;
      if (known && !result.errors && isSameData(result.data, known.data)) return known.same;
      if (request.hear && isFlawless(result)) request.hear(new KnownData(result.data));
      return result;
    },
    subscribe: async (request) => {
      const prepared = prepare(request.document);
      if ("errors" in prepared) return { errors: prepared.errors.map(complaint) };
      const stream = await subscribe(argumentsOf(request, prepared.document));
      if (!(Symbol.asyncIterator in stream)) return mask(stream, request);
      return masked(stream, (result) => mask(result, request));
    },
  };
}

/** The executable schema: the subgraph's resolvers over the common ones, with its access rules in force. */
export function subgraphSchema({ typeDefs, resolvers }: Pick<Subgraph, "typeDefs" | "resolvers">): GraphQLSchema {
  const document = parse(typeDefs);
  return enforceAccess(buildSubgraphSchema([{ typeDefs: document, resolvers: { ...commonResolvers, ...resolvers } }]));
}

/** What is asked over again is read anew from its body: a resolver may have written into what it was given before. */
function variablesOf({ known, body, variables }: SubgraphRequest): SubgraphRequest["variables"] {
  return known ? JSON.parse(body!).variables : variables;
}

function parseAndValidate(schema: GraphQLSchema, source: string): Prepared {
  try {
    const document = parse(source, { maxTokens: DOCUMENT_TOKENS_MAX, noLocation: true });
    const errors = validate(schema, document);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

async function untilDeadline(
  running: Promise<ExecutionResult>,
  { deadlineAtMs }: SubgraphRequest,
  name: string,
): Promise<ExecutionResult> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(reject, Math.max(0, deadlineAtMs - Date.now()));
  try {
    return await Promise.race([running, late.catch(() => timedOut(name))]);
  } finally {
    clearTimeout(timer);
  }
}

function timedOut(name: string): ExecutionResult {
  return { errors: [new ClientError("TIMEOUT", `${name} did not answer in time.`)] };
}

/** Not an async generator: its return() would wait behind a next() that may never come. */
function masked(
  stream: AsyncGenerator<ExecutionResult>,
  mask: (result: ExecutionResult) => SubgraphResult,
): AsyncIterableIterator<SubgraphResult> {
  const step = async (from: Promise<IteratorResult<ExecutionResult>>): Promise<IteratorResult<SubgraphResult>> => {
    const { done, value } = await from;
    return done ? { done: true, value: undefined } : { done: false, value: mask(value) };
  };
  let isBroken = false;
  /** A stream that fails by itself says so like a resolver does, in one last result. */
  const lastWords = (fault: unknown): IteratorResult<SubgraphResult> => {
    isBroken = true;
    const originalError = fault instanceof Error ? fault : new Error(String(fault));
    return { done: false, value: mask({ errors: [new GraphQLError("The stream failed", { originalError })] }) };
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: async () => (isBroken ? { done: true, value: undefined } : step(stream.next()).catch(lastWords)),
    return: () => step(stream.return(undefined)),
  };
}

/** Client errors and graphql-js's complaints about input pass; anything else is logged and told as a fault only. */
function maskError(
  error: GraphQLError,
  subgraph: string,
  { requestId }: RequestScope,
  log: Log,
): GraphQLFormattedError {
  if (error.extensions.code !== undefined) return error.toJSON();
  const { originalError } = error;
  if (error.path === undefined && (!originalError || originalError instanceof GraphQLError)) return complaint(error);
  log.error({ error: error.originalError ?? error, subgraph, path: error.path, requestId }, "a resolver failed");
  const { locations, path } = error;
  const message = "Something went wrong on our side.";
  return { message, locations, path, extensions: { code: "INTERNAL_SERVER_ERROR", requestId } };
}

/** What graphql-js says before any resolver runs is about the document or its variables. */
function complaint(error: GraphQLError): GraphQLFormattedError {
  return { ...error.toJSON(), extensions: { ...error.extensions, code: "BAD_USER_INPUT" } };
}
