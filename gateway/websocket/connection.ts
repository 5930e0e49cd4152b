import type { Duplex } from "node:stream";
import { CloseCode } from "graphql-ws";
import type { WebSocket } from "ws";
import { type Caller, nobody } from "#kernel/identity.ts";
import { PassingMap } from "#kernel/passing-map.ts";
import type { Gateway } from "../gateway.ts";
import type { ClientAddress } from "../http/client-address.ts";
import { takenBytes } from "../http/taken-bytes.ts";
import type { GatewayLimits } from "../limits.ts";
import type { ClientHeaders } from "../operation.ts";
import type { Events } from "../subscriptions/subscriptions.ts";
import type { StreamCounts } from "../watch/live-counts.ts";
import { CLOSE } from "./close-codes.ts";

/** RFC 6455, 5.5. */
const REASON_BYTES_MAX = 123;
const NOT_ASCII = /[^\x20-\x7e]/g;

/** An operation under way, known by its identity: its id may be used again. */
export interface RunningOperation {
  /** Aborted when its client wants it no more. */
  readonly ended: AbortController;
  /** Of a subscription that has begun. */
  events?: Events;
}

type ConnectionLimits = Pick<
  GatewayLimits,
  "socketInitMsMax" | "socketPingMs" | "socketUnsentBytesMax" | "streamStalledMsMax"
>;

/** A client's websocket, without timers of its own: thousands of them are looked after together. */
export class Connection {
  readonly address: ClientAddress;
  readonly running = new PassingMap<string, RunningOperation>();
  readonly #socket: WebSocket;
  /** What it goes over. */
  readonly #wire: Duplex;
  readonly #limits: ConnectionLimits;
  readonly #counts: StreamCounts | undefined;
  /** Operations without an answer yet, also those that their client wants no more. */
  answering = 0;
  phase: "open" | "identifying" | "ready" = "open";
  caller: Caller = nobody;
  headers: ClientHeaders = () => undefined;
  /** What it says of the trace that it belongs to is believed by that. */
  isPeerTrusted = false;
  readonly #initDueAtMs: number;
  #pingDueAtMs: number;
  /** Nothing is due before. */
  #dueAtMs = 0;
  #isPonged = true;
  #isClosed = false;
  /** Answers, and parts of them, that lie there beyond the limit … */
  #answersWaiting = 0;
  #answerBytesWaiting = 0;
  /** … when something of them has to be taken, and what was taken when that was last looked at. */
  #moveDueAtMs = Infinity;
  #takenBytes: number | undefined;
  /** Operations that are over but for an answer that lies there. */
  #untaken = 0;
  #room = Promise.withResolvers<void>();
  #stopListening = () => {};

  constructor(
    socket: WebSocket,
    wire: Duplex,
    address: ClientAddress,
    limits: ConnectionLimits,
    counts?: StreamCounts,
  ) {
    this.#socket = socket;
    this.#wire = wire;
    this.#counts = counts;
    this.address = address;
    this.#limits = limits;
    this.#initDueAtMs = Date.now() + limits.socketInitMsMax;
    // Many come at once after a deploy; their pings shall not.
    this.#pingDueAtMs = Date.now() + limits.socketPingMs * (1 - Math.random() / 2);
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** It lives no longer than the identity it was opened with: 4403, which clients answer with a fresh token. */
  livesAs(caller: Caller, { onRevoked }: Pick<Gateway, "onRevoked">): void {
    this.caller = caller;
    this.#dueAtMs = 0;
    if (caller.session === undefined || this.#isClosed) return;
    this.#stopListening = onRevoked(caller.session, () => this.close(CloseCode.Forbidden, "Forbidden"));
  }

  /** An answer is under way that would be lost; a subscription can be had again. */
  isAnswering(): boolean {
    return this.#answersWaiting > 0 || this.running.values().some(({ events }) => !events);
  }

  /** Operations that are not over: without an answer, with one that its client has not taken yet, or streaming. */
  underWay(): number {
    let streams = 0;
    for (const { events } of this.running.values()) if (events) streams += 1;
    return this.answering + this.#untaken + streams;
  }

  /** A client that leaves too much unread is asked to come again, so that it takes no memory from the others. */
  send(text: string): void {
    if (!this.isOpen) return;
    const waitingBytes = this.#socket.bufferedAmount - this.#answerBytesWaiting;
    const bytesMax = this.#limits.socketUnsentBytesMax;
    if (waitingBytes > 0 && waitingBytes + Buffer.byteLength(text) > bytesMax) return this.#closeSlow();
    this.#socket.send(text);
  }

  /** Until the answers that lie there are taken; undefined where none does. Nothing more is begun for who reads none. */
  room(): Promise<void> | undefined {
    return this.#answersWaiting > 0 ? this.#room.promise : undefined;
  }

  /** What an operation ends with: until that is taken, it is under way. */
  sendLast(...messages: readonly string[]): void {
    const taken = this.sendAnswer(...messages);
    if (!taken) return;
    this.#untaken += 1;
    void taken.then(() => (this.#untaken -= 1));
  }

  /**
   * One answer, or a part of it, may be larger than what may wait: its client, who asked for it once, has the time it
   * needs while it takes something. Resolves when it is taken; undefined where there is room.
   */
  sendAnswer(...messages: readonly string[]): Promise<void> | undefined {
    if (!this.isOpen) return undefined;
    let bytes = 0;
    for (const text of messages) bytes += Buffer.byteLength(text);
    const { socketUnsentBytesMax, streamStalledMsMax } = this.#limits;
    if (this.#socket.bufferedAmount + bytes <= socketUnsentBytesMax) {
      for (const text of messages) this.#socket.send(text);
      return undefined;
    }
    const isFirst = this.#answersWaiting === 0;
    this.#answersWaiting += 1;
    this.#answerBytesWaiting += bytes;
    const { promise, resolve } = Promise.withResolvers<void>();
    const last = messages.length - 1;
    messages.forEach((text, n) => this.#socket.send(text, n === last ? () => resolve(this.#taken(bytes)) : undefined));
    if (isFirst) {
      this.#takenBytes = takenBytes(this.#wire);
      this.#moveDueAtMs = Date.now() + streamStalledMsMax;
      this.#dueAtMs = 0;
    }
    return promise;
  }

  close(code: number, reason: string): void {
    this.#endOperations();
    this.#socket.close(code, reason.replace(NOT_ASCII, "?").slice(0, REASON_BYTES_MAX));
  }

  /** The socket is closed. */
  closed(): void {
    this.#isClosed = true;
    this.#endOperations();
    this.#stopListening();
  }

  /** Ends an operation that its client wants no more. */
  end(id: string): void {
    const operation = this.running.get(id);
    this.running.delete(id);
    operation?.ended.abort();
    void operation?.events?.return?.();
  }

  ponged(): void {
    this.#isPonged = true;
  }

  /** What time brings. */
  attend(nowMs: number): void {
    if (nowMs < this.#dueAtMs || !this.isOpen) return;
    const initDueAtMs = this.phase === "open" ? this.#initDueAtMs : Infinity;
    const { expiresAtMs = Infinity } = this.caller;
    if (nowMs >= initDueAtMs)
      return this.close(CloseCode.ConnectionInitialisationTimeout, "Connection initialisation timeout");
    if (nowMs >= expiresAtMs) return this.close(CloseCode.Forbidden, "Forbidden");
    if (nowMs >= this.#moveDueAtMs && !this.#moved(nowMs)) return this.#closeSlow();
    if (nowMs >= this.#pingDueAtMs) this.#ping(nowMs);
    this.#dueAtMs = Math.min(initDueAtMs, expiresAtMs, this.#moveDueAtMs, this.#pingDueAtMs);
  }

  #taken(bytes: number): void {
    this.#answersWaiting -= 1;
    this.#answerBytesWaiting -= bytes;
    if (this.#answersWaiting > 0) return;
    this.#moveDueAtMs = Infinity;
    // A ping has waited behind them.
    this.#pingDueAtMs = Date.now() + this.#limits.socketPingMs;
    this.#room.resolve();
    this.#room = Promise.withResolvers();
  }

  /** Its client has taken something since this was last asked. */
  #moved(nowMs: number): boolean {
    const taken = takenBytes(this.#wire);
    if (taken !== undefined && taken === this.#takenBytes) return false;
    this.#takenBytes = taken;
    this.#moveDueAtMs = nowMs + this.#limits.streamStalledMsMax;
    return true;
  }

  #closeSlow(): void {
    if (this.#counts) this.#counts.slowReaders += 1;
    this.close(CLOSE.tryAgainLater, "Read faster, or watch less. Subscribe again from the last event you have.");
  }

  /** One that did not answer the last ping is gone, or so slow that it might as well be. */
  #ping(nowMs: number): void {
    this.#pingDueAtMs = nowMs + this.#limits.socketPingMs;
    // It would lie behind them.
    if (this.#answersWaiting > 0) return;
    if (!this.#isPonged) return this.#socket.terminate();
    this.#isPonged = false;
    this.#socket.ping();
  }

  #endOperations(): void {
    for (const id of this.running.keys()) this.end(id);
  }
}
