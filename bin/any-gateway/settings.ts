import { availableParallelism } from "node:os";
import { dirname, resolve } from "node:path";
import { shareOfWorker } from "#gateway/config/limit-settings.ts";
import type { GatewayConfig } from "#gateway/config/gateway-settings.ts";
import type { GatewayLimits } from "#gateway/limits.ts";
import { readConfig } from "#gateway/config/read-config.ts";
import type { Config } from "../config.ts";
import type { GatewayArguments } from "../gateway-arguments.ts";
import { PlatformStartError } from "../start-error.ts";
import { readConfigFile } from "./config-file.ts";
import { refuseIdleSettings } from "./idle-settings.ts";

/** Everything that is decided of a gateway, as plain data: workers get it in a message. */
export interface GatewaySettings {
  readonly config: GatewayConfig;
  readonly supergraphFile: string;
  /** URLs by subgraph; they come before the supergraph's. */
  readonly routes: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: number;
  readonly workers: number;
  /** Of each worker: where a limit is meant for all, its share. */
  readonly limits: GatewayLimits;
  readonly engine: "own" | "apollo";
  readonly introspection: boolean;
  readonly explorers: boolean;
  readonly corsOrigins: readonly string[];
  /** Files that decide besides the supergraph. */
  readonly files: readonly string[];
}

/** Throws a PlatformStartError that says what is wrong, and what to do. */
export async function readGatewaySettings(given: GatewayArguments, platform: Config): Promise<GatewaySettings> {
  const file = given.config === undefined ? undefined : resolve(given.config);
  const read = file === undefined ? defaults() : await readConfigFile(file);
  refuseIdleSettings(read);
  const near = (name: string) => resolve(file ? dirname(file) : "", name);
  const config = {
    ...read,
    tls: read.tls && { ...read.tls, keyFile: near(read.tls.keyFile), certFile: near(read.tls.certFile) },
    persistedOperations: { ...read.persistedOperations, manifests: read.persistedOperations.manifests.map(near) },
  };
  const supergraphFile = given.supergraph ? resolve(given.supergraph) : config.supergraph && near(config.supergraph);
  if (!supergraphFile) throw withoutSupergraph();
  const urls = Object.entries(config.subgraphs).flatMap(([name, { url }]) => (url ? [[name, url]] : []));
  const { tls, persistedOperations } = config;
  const host = config.server.host ?? platform.host;
  const port = given.port ?? config.server.port ?? platform.port;
  const { metrics } = config;
  const isSameHost = metrics.host === host || isEverywhere(host) || isEverywhere(metrics.host);
  if (metrics.port === port && isSameHost) throw samePort(port);
  const workers = given.workers ?? config.workers ?? availableParallelism();
  const others = [...(tls ? [tls.keyFile, tls.certFile] : []), ...persistedOperations.manifests];
  return {
    ...{ config, supergraphFile },
    routes: { ...Object.fromEntries(urls), ...given.routes },
    ...{ host, port, workers, limits: shareOfWorker(config.limits, workers) },
    engine: config.engine ?? platform.gateway,
    introspection: config.introspection ?? !platform.production,
    explorers: config.explorers ?? !platform.production,
    corsOrigins: config.cors.origins ?? platform.corsOrigins,
    files: file ? [file, ...others] : others,
  };
}

function defaults(): GatewayConfig {
  const read = readConfig({});
  if (!read.ok) throw new Error(`The defaults are no settings: ${read.refusal.join("; ")}`);
  return read.value;
}

function isEverywhere(host: string): boolean {
  return host === "0.0.0.0" || host === "::";
}

function samePort(port: number): PlatformStartError {
  return new PlatformStartError({
    message: `metrics.port is the gateway's own port, ${port}.`,
    remedy: "Choose another for one of them: metrics.port, or --port, server.port or AGORA_PORT.",
  });
}

function withoutSupergraph(): PlatformStartError {
  return new PlatformStartError({
    message: "Nothing says which supergraph to serve.",
    remedy: "Name the composed schema's file: --supergraph FILE, or `supergraph` in the settings.",
  });
}
