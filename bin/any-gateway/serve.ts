import type { Server } from "node:net";
import { createServer } from "#gateway/server.ts";
import type { Group } from "./group.ts";
import { takeTurns } from "./in-turn.ts";
import { type InsideOptions, openInside } from "./inside.ts";
import type { GatewaySettings } from "./settings.ts";

/** One process that serves. Other settings than those of the port itself take over without a new process. */
export interface Serving extends Pick<Group, "reload" | "renew"> {
  /** The caller decides where it listens. */
  readonly server: Server;
  leave(noticeMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function serve(options: InsideOptions): Promise<Serving> {
  let { supergraphSdl } = options;
  let inside = await openInside(options);
  const front = createServer(inside.server);
  const inTurn = takeTurns();

  const reload = async (sdl: string) => {
    if (sdl === supergraphSdl) return;
    await inside.reload(sdl);
    supergraphSdl = sdl;
  };
  const renew = async (settings: GatewaySettings) => {
    const next = await openInside({ ...options, settings, supergraphSdl });
    const old = inside;
    inside = next;
    await front.renew(next.server).catch(async (error) => {
      inside = old;
      await next.close();
      throw error;
    });
    await old.close();
  };

  return {
    server: front.server,
    leave: front.leave,
    reload: (sdl) => inTurn(() => reload(sdl)),
    renew: (settings) => inTurn(() => renew(settings)),
    stop: async () => {
      await front.stop();
      await inside.close();
    },
  };
}
