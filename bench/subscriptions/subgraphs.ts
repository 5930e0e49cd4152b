import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { changeOf, SERVICES, type ServiceName } from "./shop.ts";

/**
 * The three subgraphs in one process, as cheap as can be, so that the gateway is what is measured. They listen from the
 * first port on, and emit when their parent says so.
 */
export interface EmitOrder {
  /** Each event is of the next of so many orders. */
  readonly orders: number;
  readonly perSecond: number;
  readonly seconds: number;
}

const [portFirst] = process.argv.slice(2).map(Number);

interface Subscriber {
  readonly socket: WebSocket;
  readonly id: string;
}

/** A prime, so that events go about among the orders. */
const STRIDE = 7_919;
/** By the id of the order. */
const subscribers = new Map<string, Set<Subscriber>>();

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
  const leave = new Map<string, () => void>();
  socket.on("error", () => {});
  socket.on("message", (text) => {
    const { type, id, payload } = JSON.parse(String(text));
    if (type === "connection_init") socket.send(`{"type":"connection_ack"}`);
    if (type === "ping") socket.send(`{"type":"pong"}`);
    if (type === "complete") leave.get(id)?.();
    if (type !== "subscribe") return;
    const order = String(payload.variables.id);
    const own = { socket, id };
    const all = subscribers.get(order) ?? new Set();
    subscribers.set(order, all.add(own));
    leave.set(id, () => all.delete(own) && leave.delete(id));
  });
  socket.on("close", () => leave.forEach((end) => end()));
}

/** Keeps to the times due whatever happened to the events before: a slow gateway gets no mercy. */
async function emit({ orders, perSecond, seconds }: EmitOrder): Promise<number> {
  const total = perSecond * seconds;
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  let emitted = 0;
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1_000) * perSecond));
    for (; emitted < due; emitted += 1) emitChange((emitted * STRIDE) % orders);
    if (emitted < total) return;
    clearInterval(timer);
    resolve(emitted);
  }, 1);
  return promise;
}

/** The subgraph's side of a subscription; one that is gone is nobody's fault. */
function emitChange(order: number): void {
  const message = (id: string) => JSON.stringify({ id, type: "next", payload: { data: changeOf(order) } });
  for (const { socket, id } of subscribers.get(String(order)) ?? []) socket.send(message(id));
}
