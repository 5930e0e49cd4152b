import type { IncomingMessage, ServerResponse } from "node:http";
import type { Server } from "node:net";
import { setImmediate as afterOthers } from "node:timers/promises";
import { sleep } from "#kernel/clock.ts";
import { type Door, type DoorOptions, openDoor } from "./http/door.ts";
import { openListener, type Tls } from "./http/listener.ts";
import { refuseUpgrade } from "./http/refuse-upgrade.ts";

export interface ServerOptions extends DoorOptions {
  /** Without it the port speaks in the clear, as behind a proxy that ends TLS. */
  readonly tls?: Tls;
}

export interface GatewayServer {
  /** The caller decides where it listens. */
  readonly server: Server;
  /** Answers by other options from now on, on the connections that stand; the former end what runs on them. */
  renew(options: ServerOptions): Promise<void>;
  /** Says for `noticeMs` that it is not ready and serves on; then lets no connection in. Those that stand are served. */
  leave(noticeMs: number): Promise<void>;
  /** Leaves, lets what runs finish within the drain limit, and resolves when all connections are gone. */
  stop(): Promise<void>;
}

const DRAIN_POLL_MS = 20;
/** Until all that was cut is found to be gone. */
const CUT_MS_MAX = 1_000;

/** The platform's public port. */
export function createServer(options: ServerOptions): GatewayServer {
  let { limits } = options.gateway;
  let leaving: Promise<{ readonly closed: Promise<void> }> | undefined;
  let stopping: Promise<void> | undefined;
  const isReady = (options: ServerOptions) => async () => !leaving && options.isReady();
  let door = openDoor({ ...options, isReady: isReady(options) });

  const listener = openListener({
    tls: options.tls,
    limits,
    onRequest: (incoming: IncomingMessage, outgoing: ServerResponse) => {
      if (stopping && incoming.httpVersionMajor === 1) outgoing.setHeader("connection", "close");
      door.request(incoming, outgoing);
    },
    onUpgrade: (request, socket, head) => {
      socket.on("error", () => socket.destroy());
      if (stopping) return refuseUpgrade(socket, "503 Service Unavailable");
      door.upgrade(request, socket, head);
    },
  });

  const leave = async (noticeMs: number) => {
    if (noticeMs > 0) await sleep(noticeMs);
    return { closed: listener.close() };
  };
  const stop = async (): Promise<void> => {
    const { closed } = await (leaving ??= leave(0));
    const sinceMs = Date.now();
    door.endStreams();
    const isQuiet = () => {
      const idleMs = Date.now() - Math.max(sinceMs, door.endedAtMs());
      return door.running() === 0 && (listener.connections() === 0 || idleMs >= limits.drainIdleMs);
    };
    await until(isQuiet, limits.drainMsMax);
    await door.close();
    listener.cut();
    await closed;
    // What was cut is told, at the end of the turn in which it is found to be gone.
    await until(() => door.running() === 0, CUT_MS_MAX);
    await afterOthers();
  };

  return {
    server: listener.server,
    renew: async (next) => {
      if (next.tls) listener.renewTls(next.tls);
      const old = door;
      limits = next.gateway.limits;
      door = openDoor({ ...next, isReady: isReady(next) });
      await end(old, limits.drainMsMax);
    },
    leave: async (noticeMs) => void (await (leaving ??= leave(noticeMs))),
    stop: () => (stopping ??= stop()),
  };
}

async function end(door: Door, msMax: number): Promise<void> {
  door.endStreams();
  await until(() => door.running() === 0, msMax);
  await door.close();
}

async function until(isSo: () => boolean, msMax: number): Promise<void> {
  const untilMs = Date.now() + msMax;
  while (!isSo() && Date.now() < untilMs) await sleep(DRAIN_POLL_MS);
}
