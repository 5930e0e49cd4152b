import type { Server } from "node:net";
import { createServer } from "#gateway/server.ts";
import { type InsideOptions, openInside } from "./inside.ts";
import type { Group } from "./group.ts";

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

  return {
    server: front.server,
    leave: front.leave,
    reload: async (sdl) => {
      if (sdl === supergraphSdl) return;
      await inside.reload(sdl);
      supergraphSdl = sdl;
    },
    renew: async (settings) => {
      const old = inside;
      inside = await openInside({ ...options, settings, supergraphSdl });
      await front.renew(inside.server);
      await old.close();
    },
    stop: async () => {
      await front.stop();
      await inside.close();
    },
  };
}
