import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { createHistogram, performance } from "node:perf_hooks";

/**
 * The load generator, in a process of its own: sends one request after the other on each of its connections. Plain
 * sockets, since a client that costs more than the server would measure itself.
 */
export interface LoadOrder {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string;
  readonly connections: number;
  /** "own": every request carries an Authorization that no other has. */
  readonly authorization: "own" | "none";
  /** Ends after this time, or after so many requests. */
  readonly msMax: number;
  readonly requestsMax: number;
}

export interface LoadReport {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Answers that were not 200 or not as long as the first; with the first of them. */
  readonly failures: number;
  readonly failure?: string;
}

const READ_BYTES_MAX = 256 * 1024;
const HEAD_END = "\r\n\r\n";
const CRLF = Buffer.from("\r\n");
const CHUNKS_END = Buffer.from("\r\n0\r\n\r\n");
const FAILURE_CHARACTERS_MAX = 300;

process.on("message", (order: LoadOrder) => void load(order).then((report) => process.send!(report)));

async function load(order: LoadOrder): Promise<LoadReport> {
  const times = createHistogram();
  const writeRequest = requestWriter(order);
  const started = performance.now();
  const end = started + order.msMax;
  let sent = 0;
  let bytes: number | undefined;
  let failures = 0;
  let failure: string | undefined;

  const run = async () => {
    const connection = await open(order);
    for (; performance.now() < end && sent < order.requestsMax;) {
      sent++;
      const before = performance.now();
      const { head, bodyBytes } = await connection.ask(writeRequest);
      times.record(Math.max(1, Math.round((performance.now() - before) * 1_000)));
      bytes ??= bodyBytes;
      if (head.startsWith("HTTP/1.1 200") && bodyBytes === bytes) continue;
      failures++;
      failure ??= `${bodyBytes} bytes after ${bytes}: ${head.slice(0, FAILURE_CHARACTERS_MAX)}`;
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: order.connections }, run));
  return {
    requests: times.count,
    seconds: (performance.now() - started) / 1_000,
    p50: times.percentile(50) / 1_000,
    p99: times.percentile(99) / 1_000,
    failures,
    failure,
  };
}

function requestWriter({ host, port, path, query, authorization }: LoadOrder): (socket: Socket) => void {
  const body = JSON.stringify({ query });
  const start = `POST ${path} HTTP/1.1\r\nhost: ${host}:${port}\r\ncontent-type: application/json\r\naccept: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
  const whole = Buffer.from(`${start}\r\n${body}`);
  if (authorization === "none") return (socket) => void socket.write(whole);
  const run = randomBytes(16).toString("hex");
  let count = 0;
  return (socket) =>
    void socket.write(`${start}authorization: Bearer ${run}${String(++count).padStart(16, "0")}${HEAD_END}${body}`);
}

interface Answer {
  readonly head: string;
  readonly bodyBytes: number;
}

interface Connection {
  ask(write: (socket: Socket) => void): Promise<Answer>;
  close(): void;
}

/** A connection that counts the bytes of its answers without keeping them. */
async function open({ host, port }: LoadOrder): Promise<Connection> {
  let answered: PromiseWithResolvers<Answer> | undefined;
  /** Undefined between two answers. */
  let head: string | undefined;
  /** Undefined while the answer comes in chunks, whose end is known by its bytes. */
  let lengthOfBody: number | undefined;
  let bodyBytes = 0;
  let tail = CRLF;

  const onRead = (count: number, buffer: Buffer) => {
    let from = 0;
    if (head === undefined) {
      from = buffer.subarray(0, count).indexOf(HEAD_END);
      if (from < 0) throw new Error("The head of an answer did not come in one piece.");
      head = buffer.toString("latin1", 0, from);
      from += HEAD_END.length;
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      lengthOfBody = length === undefined ? undefined : Number(length);
      bodyBytes = 0;
      tail = CRLF;
    }
    bodyBytes += count - from;
    if (lengthOfBody === undefined) {
      tail = Buffer.concat([tail, buffer.subarray(Math.max(from, count - CHUNKS_END.length), count)]);
      tail = tail.subarray(-CHUNKS_END.length);
      if (!tail.equals(CHUNKS_END)) return true;
    } else if (bodyBytes < lengthOfBody) return true;
    const answer = { head: head!, bodyBytes };
    head = undefined;
    answered!.resolve(answer);
    return true;
  };

  const socket = connect({
    ...{ host, port, noDelay: true },
    onread: {
      buffer: Buffer.allocUnsafe(READ_BYTES_MAX),
      callback: (count, buffer) => onRead(count, buffer as Buffer),
    },
  });
  const opened = Promise.withResolvers<void>();
  socket.on("connect", opened.resolve);
  const broken = (error?: Error) => {
    const reason = error ?? new Error("The server closed a connection.");
    opened.reject(reason);
    answered?.reject(reason);
  };
  socket.on("error", broken);
  socket.on("close", () => broken());
  await opened.promise;
  return {
    ask: (write) => {
      answered = Promise.withResolvers<Answer>();
      write(socket);
      return answered.promise;
    },
    close: () => void socket.destroy(),
  };
}
