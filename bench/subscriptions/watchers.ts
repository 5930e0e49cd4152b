import { createHistogram } from "node:perf_hooks";
import { WebSocket } from "ws";
import { WATCH } from "./shop.ts";

/** The watchers, in a process of their own: each a websocket with one subscription. */
export type WatchersOrder =
  | {
      readonly kind: "open";
      readonly url: string;
      readonly count: number;
      readonly orders: number;
      /** Not by the baseline. */
      readonly isFilledIn: boolean;
    }
  /** What came since the last report. */
  | { readonly kind: "report" }
  | { readonly kind: "close" };

export interface WatchersReport {
  readonly received: number;
  /** Events that were not filled in, were for somebody else, or came as an error. */
  readonly wrong: number;
  /** Sockets that were closed by the other end. */
  readonly lost: number;
  /** Milliseconds from emission. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** So many handshakes at once. */
const OPENING_MAX = 50;
const NS_PER_US = 1_000n;
let times = createHistogram();
let wrong = 0;
let lost = 0;
let sockets: WebSocket[] = [];

process.on("message", (order: WatchersOrder) => void obey(order).then((report) => process.send!(report)));

async function obey(order: WatchersOrder): Promise<WatchersReport> {
  switch (order.kind) {
    case "open":
      await openAll(order);
      break;
    case "close":
      await closeAll();
      break;
    case "report":
  }
  const report = {
    ...{ received: times.count, wrong, lost },
    p50: times.percentile(50) / 1_000,
    p99: times.percentile(99) / 1_000,
    max: times.max / 1_000,
  };
  times = createHistogram();
  [wrong, lost] = [0, 0];
  return report;
}

type OpenOrder = Extract<WatchersOrder, { kind: "open" }>;

async function openAll(order: OpenOrder): Promise<void> {
  let next = 0;
  const openSome = async () => {
    for (let watcher = next++; watcher < order.count; watcher = next++)
      sockets.push(await open(String(watcher % order.orders), order));
  };
  await Promise.all(Array.from({ length: OPENING_MAX }, openSome));
}

function open(id: string, { url, isFilledIn }: OpenOrder): Promise<WebSocket> {
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
  const receive = (payload: any, receivedAtNs: bigint) => {
    const change = payload?.data?.orderChanged;
    const isWhole = change?.order.lines.every((line: any) => line.product.name && line.product.inStock);
    if (change?.order.id !== id || isWhole !== isFilledIn) wrong += 1;
    if (change) times.record((receivedAtNs - BigInt(change.emittedAtNs)) / NS_PER_US || 1n);
  };
  const socket = new WebSocket(url, "graphql-transport-ws", { perMessageDeflate: false, skipUTF8Validation: true });
  socket.on("open", () => socket.send(`{"type":"connection_init"}`));
  socket.on("error", reject);
  socket.on("close", () => (lost += 1));
  socket.on("message", (data) => {
    const receivedAtNs = process.hrtime.bigint();
    const { type, payload } = JSON.parse(String(data));
    if (type === "next") return receive(payload, receivedAtNs);
    if (type === "ping") return socket.send(`{"type":"pong"}`);
    if (type !== "connection_ack") return void (wrong += 1);
    socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: WATCH, variables: { id } } }));
    resolve(socket);
  });
  return promise;
}

async function closeAll(): Promise<void> {
  const closed = sockets.map((socket) => new Promise((resolve) => socket.once("close", resolve)));
  for (const socket of sockets) socket.close(1_000);
  await Promise.all(closed);
  sockets = [];
  lost = 0;
}
