import { createServer, type IncomingMessage } from "node:http";
import { type DocumentNode, execute, type GraphQLSchema, parse, validate } from "graphql";
import { LruMap } from "#gateway/lru-map.ts";
import { readSharedData } from "./shared-data.ts";
import { schemaOf, servicesOf } from "./services.ts";

/**
 * The four services in one process, started by processes.ts with the data's folder, the first of four ports, and how:
 *
 * - `cheap`: an answer is computed once for each request body, so that subgraphs take little of the other core;
 * - `real`: every request is read, executed and written anew, for the cost of whole shapes.
 */
const [folder, port, manner] = process.argv.slice(2);
const BODIES_MAX = 10_000;
const DOCUMENTS_MAX = 1_000;

const data = readSharedData(folder!);
if (!data) throw new Error(`No gateway-bench in ${folder}`);
servicesOf(data).forEach((service, index) => {
  const answer = answering(schemaOf(service));
  const respond = manner === "cheap" ? onceFor(answer) : answer;
  const server = createServer(async (incoming, outgoing) => {
    const body = await respond(await textOf(incoming));
    outgoing.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
  });
  // Longer than any pause between rounds: a connection that is closed while it is written to would fail a request.
  server.keepAliveTimeout = 10 * 60_000;
  server.listen(Number(port) + index, "127.0.0.1");
});

type Respond = (body: string) => Buffer | Promise<Buffer>;

function answering(schema: GraphQLSchema): Respond {
  const documents = new LruMap<string, DocumentNode>(DOCUMENTS_MAX);
  const prepare = (query: string): DocumentNode => {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query);
    const errors = validate(schema, document);
    if (errors.length > 0) throw new Error(errors.join("\n"));
    documents.set(query, document);
    return document;
  };
  return async (body) => {
    const { query, operationName, variables } = JSON.parse(body);
    const result = await execute({ schema, document: prepare(query), operationName, variableValues: variables });
    return Buffer.from(JSON.stringify(result));
  };
}

function onceFor(answer: Respond): Respond {
  const answers = new LruMap<string, Buffer>(BODIES_MAX);
  return async (body) => {
    const known = answers.get(body);
    if (known) return known;
    const bytes = await answer(body);
    answers.set(body, bytes);
    return bytes;
  };
}

/** With few listeners and no decoder: a subgraph's reading should cost next to nothing. */
function textOf(incoming: IncomingMessage): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const chunks: Buffer[] = [];
  incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
  incoming.on("end", () => resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString()));
  return promise;
}
