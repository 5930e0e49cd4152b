import { readFileSync } from "node:fs";
import type { Server } from "node:net";
import { createSecureContext } from "node:tls";
import { shareOfWorker } from "#gateway/config/limit-settings.ts";
import { createGateway } from "#gateway/gateway.ts";
import type { Tls } from "#gateway/http/listener.ts";
import { keysFromUrl, tokenVerifier } from "#gateway/plugins/identity.ts";
import { createServer, type ServerOptions } from "#gateway/server.ts";
import { systemClock } from "#kernel/clock.ts";
import { pairKeysFrom } from "#kernel/identity.ts";
import { PlatformStartError } from "../start-error.ts";
import type { Group, GroupOptions } from "./group.ts";
import type { GatewaySettings } from "./settings.ts";
import { connectSubgraphs } from "./subgraphs.ts";

/** One process that serves. Other settings than those of the port itself take over without a new process. */
export interface Serving extends Pick<Group, "reload" | "renew"> {
  /** The caller decides where it listens. */
  readonly server: Server;
  leave(noticeMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function serve(options: GroupOptions): Promise<Serving> {
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

interface Inside {
  readonly server: ServerOptions;
  reload(supergraphSdl: string): Promise<void>;
  close(): Promise<void>;
}

/** All that stands behind the port. */
async function openInside({ settings, supergraphSdl, secret, log }: GroupOptions): Promise<Inside> {
  const { config, corsOrigins, introspection, explorers } = settings;
  const tls = tlsOf(config.tls);
  const subgraphs = connectSubgraphs(settings, config.signing.on ? pairKeysFrom(secret) : undefined);
  const gateway = await createGateway({
    ...subgraphs.of(supergraphSdl),
    forward: subgraphs.forward,
    verifyToken: config.jwt && tokenVerifier(keysFromUrl(config.jwt.jwksUrl), systemClock, config.jwt),
    limits: shareOfWorker(config.limits, settings.workers),
    limitsOf: (name) => limitsOf(settings, name),
    engine: config.engine,
    planner: config.planner,
    introspection,
    clock: systemClock,
    log,
  });
  return {
    server: {
      ...{ gateway, routes: [], forwards: [], isReady: async () => true, corsOrigins, explorers, tls, log },
    },
    reload: (sdl) => gateway.reload(subgraphs.of(sdl)),
    close: async () => {
      await gateway.close();
      await subgraphs.close();
    },
  };
}

function limitsOf({ config }: GatewaySettings, name: string) {
  const { queryMsMax, mutationMsMax } = config.subgraphs[name] ?? {};
  return {
    ...(queryMsMax === undefined ? {} : { subgraphQueryMsMax: queryMsMax }),
    ...(mutationMsMax === undefined ? {} : { subgraphMutationMsMax: mutationMsMax }),
  };
}

/** Tried out, so that a pair that does not fit is refused before it takes over. */
function tlsOf(tls: GatewaySettings["config"]["tls"]): Tls | undefined {
  if (!tls) return undefined;
  try {
    const pair = { key: readFileSync(tls.keyFile, "utf8"), cert: readFileSync(tls.certFile, "utf8") };
    createSecureContext(pair);
    return { ...pair, http2: tls.http2 };
  } catch (error) {
    throw new PlatformStartError({
      message: `The certificate ${tls.certFile} with the key ${tls.keyFile} cannot be used: ${(error as Error).message}.`,
      remedy: "Name a private key and its certificate, both PEM: tls.keyFile and tls.certFile.",
    });
  }
}
