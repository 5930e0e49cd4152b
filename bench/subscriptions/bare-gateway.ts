import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";

/**
 * The baseline: a websocket server that knows who watches what and passes events on as they are, from one socket of the
 * subgraph's: no plan, nothing filled in.
 */
const [port, upstreamUrl] = process.argv.slice(2);
const upstream = new WebSocket(upstreamUrl!.replace("http", "ws"), "graphql-transport-ws");
await new Promise((resolve) => upstream.once("open", resolve));
upstream.send(`{"type":"connection_init"}`);

const watchers = new Map<string, { readonly socket: WebSocket; readonly id: string }>();
let count = 0;
upstream.on("message", (data) => {
  const message = JSON.parse(String(data));
  const watcher = watchers.get(message.id);
  if (watcher) watcher.socket.send(JSON.stringify({ ...message, id: watcher.id }));
});

const server = createServer((_, outgoing) => void outgoing.end(`{"data":{"__typename":"Query"}}`));
new WebSocketServer({ server }).on("connection", (socket) => {
  socket.on("error", () => {});
  socket.on("message", (data) => {
    const { type, id, payload } = JSON.parse(String(data));
    if (type === "connection_init") return socket.send(`{"type":"connection_ack"}`);
    if (type !== "subscribe") return;
    const own = String((count += 1));
    watchers.set(own, { socket, id });
    upstream.send(JSON.stringify({ id: own, type, payload }));
    socket.once("close", () => {
      watchers.delete(own);
      upstream.send(JSON.stringify({ id: own, type: "complete" }));
    });
  });
});
server.listen(Number(port), "127.0.0.1");
