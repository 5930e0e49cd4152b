import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buildSchema, execute, getOperationAST, type GraphQLFieldResolver, parse, subscribe, validate } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { root } from "./sources.ts";

/** What a field of the contract answers; `authorization` is the request's header, or connection_init's. */
export type ContractField = (args: any, authorization: string | undefined) => unknown;

export interface ContractRequest {
  /** The operation's name, as the client wrote it. */
  readonly operation: string;
  readonly variables: any;
  readonly authorization: string | undefined;
}

/** A server that speaks schema/api.graphql with a test's own answers, on a line that the test can cut. */
export interface ContractServer {
  readonly url: string;
  /** All that came over HTTP and all subscriptions, in order. */
  readonly requests: readonly ContractRequest[];
  /** The named operation is done, but its next answers are lost. */
  loseAnswers(operation: string, count: number): void;
  /** Cuts every websocket, or closes it by this code. */
  cutSockets(code?: number): void;
  stop(): Promise<void>;
}

const REQUEST_ID = "request-1";

export async function contractServer(fields: Readonly<Record<string, ContractField>>): Promise<ContractServer> {
  const schema = buildSchema(readFileSync(join(root, "schema/api.graphql"), "utf8"));
  const requests: ContractRequest[] = [];
  const lost = new Map<string, number>();
  const answerRoot: GraphQLFieldResolver<any, string | undefined> = (source, args, authorization, { fieldName }) =>
    source?.[fieldName] ?? fields[fieldName]?.(args, authorization) ?? null;
  for (const type of [schema.getQueryType()!, schema.getMutationType()!])
    for (const field of Object.values(type.getFields())) field.resolve = answerRoot;
  for (const field of Object.values(schema.getSubscriptionType()!.getFields())) field.subscribe = answerRoot;

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks = await incoming.toArray();
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
    const document = parse(query);
    const operation = getOperationAST(document)?.name?.value ?? "";
    const { authorization } = incoming.headers;
    requests.push({ operation, variables, authorization });
    const invalid = validate(schema, document);
    const result =
      invalid.length > 0
        ? { errors: invalid }
        : await execute({ schema, document, variableValues: variables, contextValue: authorization });
    const losing = lost.get(operation) ?? 0;
    if (losing > 0) {
      lost.set(operation, losing - 1);
      incoming.socket.destroy();
      return;
    }
    outgoing.setHeader("agora-request-id", REQUEST_ID).setHeader("content-type", "application/json");
    outgoing.end(JSON.stringify(result));
  };

  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  const sockets = new WebSocketServer({ server, path: "/graphql" });
  const live = useServer(
    {
      schema,
      subscribe,
      context: ({ connectionParams }) => connectionParams?.Authorization,
      onSubscribe: ({ connectionParams }, _id, { operationName, query, variables }) => {
        const operation = operationName ?? getOperationAST(parse(query))?.name?.value ?? "";
        requests.push({ operation, variables, authorization: connectionParams?.Authorization as string | undefined });
      },
    },
    sockets,
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    loseAnswers: (operation, count) => void lost.set(operation, count),
    cutSockets: (code) => sockets.clients.forEach((socket) => (code ? socket.close(code) : socket.terminate())),
    stop: async () => {
      await live.dispose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
