import { HTTP_URL, isHttpUrl } from "#gateway/http/http-url.ts";
import type { GraphSource } from "#gateway/graph.ts";
import { joinHeaderRules, withHeaderRules } from "#gateway/plugins/header-rules.ts";
import { subgraphUrlsIn } from "#gateway/supergraph.ts";
import type { SubgraphExecutor } from "#kernel/executor.ts";
import type { PairKeys } from "#kernel/identity.ts";
import { overHttp } from "#kernel/over-http.ts";
import { PlatformStartError } from "../start-error.ts";
import type { GatewaySettings } from "./settings.ts";

/** Connections to subgraphs, which outlive the graphs that use them. */
export interface Subgraphs {
  /** Headers of clients that any of them gets. */
  readonly forward: readonly string[];
  /** Throws where nothing says where a subgraph is. */
  of(supergraphSdl: string): GraphSource;
  close(): Promise<void>;
}

interface Connected {
  readonly executor: SubgraphExecutor;
  /** Graphs and streams that need it. */
  users: number;
  close(): Promise<void>;
}

export function connectSubgraphs(
  settings: Pick<GatewaySettings, "config" | "routes">,
  keys: PairKeys | undefined,
): Subgraphs {
  const { config, routes } = settings;
  /** By name and URL. A subgraph that stays where it is keeps its connections and its breaker through a reload. */
  const connected = new Map<string, Connected>();

  /** A subgraph may be called as something that each object has. */
  const routeOf = (name: string) => (Object.hasOwn(routes, name) ? routes[name] : undefined);
  const rulesOf = (name: string) => joinHeaderRules(config.headers.toSubgraphs, config.subgraphs[name]?.headers);
  const forward = [...new Set(["", ...Object.keys(config.subgraphs)].flatMap((name) => rulesOf(name).forward))];

  const connect = (name: string, url: string): Connected => {
    const { close, ...executor } = overHttp({ name, url, from: "gateway", keys });
    const counting = countingStreams(
      executor,
      () => (own.users += 1),
      () => leave(name, url),
    );
    const own: Connected = { users: 0, close, executor: withHeaderRules(counting, rulesOf(name), forward) };
    return own;
  };
  const join = (name: string, url: string): SubgraphExecutor => {
    const key = `${name} ${url}`;
    const known = connected.get(key) ?? connect(name, url);
    connected.set(key, known);
    known.users += 1;
    return known.executor;
  };
  const leave = (name: string, url: string) => {
    const key = `${name} ${url}`;
    const known = connected.get(key);
    if (!known || --known.users > 0) return;
    connected.delete(key);
    void known.close();
  };

  return {
    forward,
    of: (supergraphSdl) => {
      const urls = [...subgraphUrlsIn(supergraphSdl)].map(([name, url]) => [name, routeOf(name) ?? url] as const);
      for (const [name, url] of urls) if (!isHttpUrl(url)) throw withoutUrl(name, url);
      const executors = new Map(urls.map(([name, url]) => [name, join(name, url)]));
      return {
        supergraphSdl,
        executors: (name) => executors.get(name)!,
        release: () => urls.forEach(([name, url]) => leave(name, url)),
      };
    },
    close: async () => {
      await Promise.all([...connected.values()].map(({ close }) => close()));
    },
  };
}

/** A stream may outlive the graph that it was begun on; its request's signal says when nobody reads it any more. */
function countingStreams(executor: SubgraphExecutor, began: () => void, ended: () => void): SubgraphExecutor {
  return {
    ...executor,
    subscribe: async (request) => {
      const stream = await executor.subscribe(request);
      if (Symbol.asyncIterator in stream && !request.signal.aborted) {
        began();
        request.signal.addEventListener("abort", ended, { once: true });
      }
      return stream;
    },
  };
}

function withoutUrl(name: string, url: string): PlatformStartError {
  return new PlatformStartError({
    message: `The supergraph does not say where the subgraph ${name} is (its URL must be ${HTTP_URL}${url ? "" : ", and is empty"}).`,
    remedy: `Say it: --route ${name}=URL, or subgraphs.${name}.url in the settings.`,
  });
}
