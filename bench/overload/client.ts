import { connect, type Socket } from "node:net";
import { createHistogram, monitorEventLoopDelay, performance, type RecordableHistogram } from "node:perf_hooks";
import { QUERY } from "./shop.ts";

/**
 * The clients, in a process of their own. Plain sockets, since a client that costs more than a refusal would measure
 * itself. Times count from the moment a request was due, so that one that could not be sent in time is late.
 */
export interface LoadOrder {
  readonly port: number;
  /** As many as there are at most; opened as they are needed. */
  readonly connections: number;
  /** Due, whatever became of those before. Without it each connection asks again when it is answered. */
  readonly ratePerSecond?: number;
  readonly seconds: number;
  /** Nobody waits longer. */
  readonly patienceMs: number;
  /** Each request on a connection of its own. */
  readonly isFresh: boolean;
}

export interface LoadReport {
  /** Answers in full and in time; by the second. */
  readonly served: readonly number[];
  readonly servedMs: Times;
  /** 503 with Retry-After. */
  readonly refused: number;
  readonly refusedMs: Times;
  /** Nothing came in time. */
  readonly givenUp: number;
  /** No connection was free. */
  readonly unsent: number;
  /** Any other answer, and connections that broke; with the first of them. */
  readonly failed: number;
  readonly failure?: string;
  readonly connectionsOpened: number;
  /** How late this process's own event loop is, which is in all times. */
  readonly ownLagMsP99: number;
}

export interface Times {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

interface Connection {
  readonly socket: Socket;
  /** Of the request that it waits for. */
  dueAtMs: number | undefined;
  received: string;
}

const TICK_MS = 1;
const FAILURE_CHARACTERS_MAX = 300;

process.on("message", (order: LoadOrder) => void load(order).then((report) => process.send!(report)));

async function load(order: LoadOrder): Promise<LoadReport> {
  const { port, ratePerSecond, seconds, patienceMs, isFresh } = order;
  const loop = monitorEventLoopDelay({ resolution: TICK_MS });
  loop.enable();
  const servedTimes = createHistogram();
  const refusedTimes = createHistogram();
  const served = Array.from({ length: seconds }, () => 0);
  const counts = { refused: 0, givenUp: 0, unsent: 0, failed: 0, connectionsOpened: 0 };
  let failure: string | undefined;
  const idle: Connection[] = [];
  const all = new Set<Connection>();
  /** In the order of their times. */
  let waiting: { readonly connection: Connection; readonly dueAtMs: number }[] = [];
  const startedAtMs = performance.now();
  let asked = 0;

  const fail = (what: string) => {
    counts.failed += 1;
    failure ??= what.slice(0, FAILURE_CHARACTERS_MAX);
  };
  const open = (): Connection => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    const connection: Connection = { socket, dueAtMs: undefined, received: "" };
    counts.connectionsOpened += 1;
    all.add(connection);
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => receive(connection, text));
    socket.on("error", ({ message }) => connection.dueAtMs !== undefined && fail(message));
    socket.on("close", () => close(connection));
    return connection;
  };
  const close = (connection: Connection) => {
    connection.dueAtMs = undefined;
    if (!all.delete(connection)) return;
    const at = idle.indexOf(connection);
    if (at >= 0) idle.splice(at, 1);
    connection.socket.destroy();
  };
  const send = (connection: Connection, dueAtMs: number) => {
    connection.dueAtMs = dueAtMs;
    waiting.push({ connection, dueAtMs });
    connection.socket.write(requestOf(port, (asked += 1), isFresh));
  };
  const receive = (connection: Connection, text: string) => {
    connection.received += text;
    const answer = wholeAnswer(connection.received);
    if (!answer || connection.dueAtMs === undefined) return;
    connection.received = "";
    count(answer, connection.dueAtMs);
    connection.dueAtMs = undefined;
    if (isFresh) return close(connection);
    if (ratePerSecond === undefined && !isOver()) send(connection, performance.now());
    else idle.push(connection);
  };
  const count = ({ status, head, body }: Answer, dueAtMs: number) => {
    const nowMs = performance.now();
    const ms = nowMs - dueAtMs;
    if (status === "200" && !body.includes(`"errors"`)) {
      record(servedTimes, ms);
      const second = Math.floor((nowMs - startedAtMs) / 1_000);
      if (second < seconds) served[second]! += 1;
    } else if (status === "503" && /^retry-after: \d+\r$/im.test(head)) {
      counts.refused += 1;
      record(refusedTimes, ms);
    } else fail(`${head.slice(0, 12)} ${body}`);
  };
  const giveUp = (nowMs: number) => {
    let gone = 0;
    for (; gone < waiting.length && nowMs - waiting[gone]!.dueAtMs > patienceMs; gone += 1) {
      const { connection, dueAtMs } = waiting[gone]!;
      if (connection.dueAtMs !== dueAtMs) continue;
      counts.givenUp += 1;
      close(connection);
    }
    if (gone > 0) waiting = waiting.slice(gone);
  };
  const isOver = () => performance.now() - startedAtMs >= seconds * 1_000;

  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let due = 0;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    giveUp(nowMs);
    if (isOver()) {
      if (waiting.every(({ connection, dueAtMs }) => connection.dueAtMs !== dueAtMs)) resolve();
      return;
    }
    if (ratePerSecond === undefined) {
      while (all.size < order.connections) send(open(), nowMs);
      return;
    }
    for (; due < ((nowMs - startedAtMs) / 1_000) * ratePerSecond; due += 1) {
      const dueAtMs = startedAtMs + (due * 1_000) / ratePerSecond;
      const connection = idle.pop() ?? (all.size < order.connections ? open() : undefined);
      if (connection) send(connection, dueAtMs);
      else counts.unsent += 1;
    }
  }, TICK_MS);
  await ended;
  clearInterval(timer);
  for (const connection of all) close(connection);
  loop.disable();
  return {
    ...counts,
    ...{ served, servedMs: timesOf(servedTimes), refusedMs: timesOf(refusedTimes), failure },
    ownLagMsP99: loop.percentile(99) / 1e6,
  };
}

function requestOf(port: number, id: number, isFresh: boolean): string {
  const body = JSON.stringify({ query: QUERY, variables: { id: `p${id}` } });
  const connection = isFresh ? "connection: close\r\n" : "";
  return `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${connection}content-type: application/json\r\naccept: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

interface Answer {
  readonly status: string;
  readonly head: string;
  readonly body: string;
}

/** Undefined while more is to come. */
function wholeAnswer(text: string): Answer | undefined {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = text.slice(0, end + 2);
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
  const body = text.slice(end + 4);
  return body.length < length ? undefined : { status: head.slice(9, 12), head, body };
}

function record(times: RecordableHistogram, ms: number): void {
  times.record(Math.max(1, Math.round(ms * 1_000)));
}

function timesOf(times: RecordableHistogram): Times {
  if (times.count === 0) return { p50: 0, p99: 0, max: 0 };
  return { p50: times.percentile(50) / 1_000, p99: times.percentile(99) / 1_000, max: times.max / 1_000 };
}
