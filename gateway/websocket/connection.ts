import { CloseCode } from "graphql-ws";
import type { WebSocket } from "ws";
import { type Caller, nobody } from "#kernel/identity.ts";
import { PassingMap } from "#kernel/passing-map.ts";
import type { Gateway } from "../gateway.ts";
import type { ClientAddress } from "../http/client-address.ts";
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
  /** Answers that lie there beyond the limit, and when they have to be taken. */
  #answersWaiting = 0;
  #answerBytesWaiting = 0;
  #answersDueAtMs = Infinity;
  #stopListening = () => {};

  constructor(socket: WebSocket, address: ClientAddress, limits: ConnectionLimits, counts?: StreamCounts) {
    this.#socket = socket;
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
    return this.answering + this.#answersWaiting + streams;
  }

  /** A client that leaves too much unread is asked to come again, so that it takes no memory from the others. */
  send(text: string): void {
    if (!this.isOpen) return;
    const waitingBytes = this.#socket.bufferedAmount - this.#answerBytesWaiting;
    const bytesMax = this.#limits.socketUnsentBytesMax;
    if (waitingBytes > 0 && waitingBytes + Buffer.byteLength(text) > bytesMax) return this.#closeSlow();
    this.#socket.send(text);
  }

  /**
   * One answer may be larger than what may wait: its client, who asked for it once, has time in proportion. Resolves when
   * it is taken; undefined where there is room.
   */
  sendAnswer(text: string): Promise<void> | undefined {
    if (!this.isOpen) return undefined;
    const bytes = Buffer.byteLength(text);
    const { socketUnsentBytesMax, streamStalledMsMax } = this.#limits;
    if (this.#socket.bufferedAmount + bytes <= socketUnsentBytesMax) return void this.#socket.send(text);
    const takesMsMax = streamStalledMsMax * Math.max(1, bytes / socketUnsentBytesMax);
    this.#answersDueAtMs = (this.#answersWaiting > 0 ? this.#answersDueAtMs : Date.now()) + takesMsMax;
    this.#dueAtMs = 0;
    this.#answersWaiting += 1;
    this.#answerBytesWaiting += bytes;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.send(text, () => {
      this.#answersWaiting -= 1;
      this.#answerBytesWaiting -= bytes;
      if (this.#answersWaiting === 0) this.#answersDueAtMs = Infinity;
      // A ping has waited behind it.
      this.#pingDueAtMs = Date.now() + this.#limits.socketPingMs;
      resolve();
    });
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
    if (nowMs >= this.#answersDueAtMs) return this.#closeSlow();
    if (nowMs >= this.#pingDueAtMs) this.#ping(nowMs);
    this.#dueAtMs = Math.min(initDueAtMs, expiresAtMs, this.#answersDueAtMs, this.#pingDueAtMs);
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
