import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { changeOf, SERVICES, type ServiceName } from "./shop.ts";

/**
 * The three subgraphs in one process, as cheap as can be, so that the gateway is what is measured. They listen from the
 * first port on, and emit when their parent says so.
 */
export interface EmitOrder {
  /** Each event is for the next of so many watchers. */
  readonly watchers: number;
  readonly perSecond: number;
  readonly seconds: number;
}

const [portFirst] = process.argv.slice(2).map(Number);

interface Subscriber {
  readonly socket: WebSocket;
  readonly id: string;
}

/** By the id of their order. */
const subscribers = new Map<string, Subscriber>();

const answers: Record<ServiceName, (representation: { id: string }) => object> = {
  orders: ({ id }) => ({ id }),
  catalog: ({ id }) => ({ __typename: "Product", id, name: `Product ${id}`, price: 4_200 }),
  inventory: ({ id }) => ({ __typename: "Product", id, inStock: true }),
};

SERVICES.forEach((name, index) => {
  const server = createServer(answering(answers[name]));
  server.keepAliveTimeout = 10 * 60_000;
  server.listen(portFirst! + index, "127.0.0.1");
  if (name === "orders") new WebSocketServer({ server }).on("connection", stream);
});
process.on("message", (order: EmitOrder) => void emit(order).then((emitted) => process.send!({ emitted })));

function answering(answer: (representation: { id: string }) => object): RequestListener {
  return async (incoming, outgoing) => {
    const { variables } = JSON.parse(await textOf(incoming)) as {
      variables?: Record<string, { id: string }[] | undefined>;
    };
    const _entities = variables?.representations?.map(answer);
    const body = Buffer.from(JSON.stringify({ data: _entities ? { _entities } : { __typename: "Query" } }));
    outgoing.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
  };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** graphql-transport-ws, as far as a gateway that behaves needs it. */
function stream(socket: WebSocket): void {
  const topics = new Map<string, string>();
  socket.on("error", () => {});
  socket.on("message", (text) => {
    const { type, id, payload } = JSON.parse(String(text));
    if (type === "connection_init") socket.send(`{"type":"connection_ack"}`);
    if (type === "ping") socket.send(`{"type":"pong"}`);
    if (type === "subscribe") {
      const topic = String(payload.variables.id);
      topics.set(id, topic);
      subscribers.set(topic, { socket, id });
    }
    if (type === "complete") {
      subscribers.delete(topics.get(id)!);
      topics.delete(id);
    }
  });
}

/** Keeps to the times due whatever happened to the events before: a slow gateway gets no mercy. */
async function emit({ watchers, perSecond, seconds }: EmitOrder): Promise<number> {
  const total = perSecond * seconds;
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  let emitted = 0;
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1_000) * perSecond));
    for (; emitted < due; emitted += 1) emitTo((emitted * 7_919) % watchers);
    if (emitted < total) return;
    clearInterval(timer);
    resolve(emitted);
  }, 1);
  return promise;
}

function emitTo(watcher: number): void {
  const subscriber = subscribers.get(String(watcher));
  if (!subscriber) throw new Error(`Nobody watches order ${watcher}`);
  const { socket, id } = subscriber;
  socket.send(JSON.stringify({ id, type: "next", payload: { data: changeOf(watcher) } }));
}
