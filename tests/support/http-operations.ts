import { clientAddresses } from "#gateway/http/client-address.ts";
import { noFacts } from "#gateway/operation.ts";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buildSchema, execute, getOperationAST, GraphQLError, parse, validate } from "graphql";
import type { Answer } from "#gateway/http/answer.ts";
import { completeAnswer } from "#gateway/http/answer.ts";
import type { Accepted } from "#gateway/http/negotiate.ts";
import type { OperationRequest } from "#gateway/http/read-request.ts";
import { eventsNotAccepted, mutationOverGet } from "#gateway/http/refusal.ts";
import { type HttpOperations, serveOperations, type ServeOptions } from "#gateway/http/serve-operations.ts";
import { type GatewayLimits, LIMITS } from "#gateway/limits.ts";
import { unauthenticated } from "#kernel/errors.ts";
import { nobody } from "#kernel/identity.ts";
import { createLog } from "#kernel/log.ts";
import { listen } from "./gateway.ts";

/** GraphQL over HTTP before a gateway that is a schema of four fields. */
export interface HttpServer {
  readonly url: string;
  readonly server: Server;
  readonly operations: HttpOperations;
  /** Every operation that was let through. */
  readonly seen: OperationRequest[];
  readonly logged: Record<string, any>[];
  /** The response that is being written to the last request. */
  outgoing(): ServerResponse;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Ends the session of every token. */
  revoke(): void;
  listeners(): number;
  close(): Promise<void>;
}

export interface HttpServerOptions {
  readonly limits?: Partial<GatewayLimits>;
  /** Answers where it has something to say, in place of the schema. */
  readonly answer?: (operation: OperationRequest, accepted: Accepted, signal: AbortSignal) => Answer | undefined;
  /** `Authorization: Bearer short` is a token of a session, valid for so long. */
  readonly tokenMs?: number;
}

const schema = buildSchema(`
  type Query { echo(text: String): String, broken: String, sure: String!, code(name: String!): String }
  type Mutation { touch: String }
  type Subscription { ticks(count: Int!): Int }
`);
const rootValue = {
  echo: ({ text }: { text?: string }) => text,
  broken: () => {
    throw new GraphQLError("It broke.");
  },
  sure: () => null,
};

export async function openHttpServer({
  limits,
  answer,
  tokenMs = 60_000,
}: HttpServerOptions = {}): Promise<HttpServer> {
  const seen: OperationRequest[] = [];
  const logged: Record<string, any>[] = [];
  const listening = new Set<() => void>();
  const gateway: ServeOptions["gateway"] = {
    limits: { ...LIMITS, ...limits },
    identify: async (headers) => {
      const authorization = headers("authorization");
      if (authorization === "Bearer bad") throw unauthenticated();
      return authorization ? { ...nobody, session: "ses_1", expiresAtMs: Date.now() + tokenMs } : nobody;
    },
    metrics: undefined,
    tracer: undefined,
    forwardedOf: () => [],
    apiKeyOf: () => undefined,
    contextOf: async () => ({ market: "IN", currency: "INR", locale: "en-IN" }),
    onRevoked: (_session, listener) => {
      listening.add(listener);
      return () => listening.delete(listener);
    },
    shareKeyOf: (source) => source,
    join: () => undefined,
    answer: async (operation, accepted, { signal }) => {
      seen.push(operation);
      const said = answer?.(operation, accepted, signal) ?? (await answerFromSchema(operation, accepted));
      const operationName = operation.operationName;
      return { facts: { ...noFacts(), operationName }, answer: said };
    },
  };
  const operations = serveOperations({
    gateway,
    addresses: clientAddresses([]),
    log: createLog("info", { write: (line) => void logged.push(JSON.parse(line)) }),
  });
  let last: ServerResponse;
  const handle = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    last = outgoing;
    const { search } = new URL(incoming.url!, "http://gateway");
    operations
      .serve(incoming, outgoing, { search, head: [], requestId: "req_1", isAlone: false })
      .catch(() => outgoing.writeHead(500).end());
  };
  const server = createServer(handle);
  const url = `${await listen(server)}/graphql`;
  return {
    ...{ url, server, operations, seen, logged },
    outgoing: () => last,
    listeners: () => listening.size,
    revoke: () => listening.forEach((listener) => listener()),
    post: (body, headers) =>
      fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answerFromSchema(operation: OperationRequest, accepted: Accepted): Promise<Answer> {
  const { query = "", operationName, variables, isReadOnly } = operation;
  const refused = (errors: readonly GraphQLError[]) => completeAnswer({ errors });
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) return refused(errors);
    const type = getOperationAST(document, operationName)?.operation;
    if (type === "mutation" && isReadOnly) return { kind: "refused", refusal: mutationOverGet() };
    if (type === "subscription" && !accepted.events) return { kind: "refused", refusal: eventsNotAccepted() };
    return completeAnswer(await execute({ schema, document, operationName, variableValues: variables, rootValue }));
  } catch (error) {
    return refused([error as GraphQLError]);
  }
}
