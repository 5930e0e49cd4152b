import { once } from "node:events";
import type { AddressInfo, Server } from "node:net";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { createGateway, type Gateway } from "#gateway/gateway.ts";
import type { GatewayOptions } from "#gateway/gateway-options.ts";
import { tokenVerifier } from "#gateway/plugins/identity.ts";
import { createServer, type GatewayServer, type ServerOptions } from "#gateway/server.ts";
import { systemClock } from "#kernel/clock.ts";
import type { SubgraphExecutor, SubgraphRequest } from "#kernel/executor.ts";
import { pairKeysFrom } from "#kernel/identity.ts";
import { inProcess } from "#kernel/in-process.ts";
import { createLog, type Log, silentLog } from "#kernel/log.ts";
import { overHttp } from "#kernel/over-http.ts";
import { scalars } from "#kernel/scalars.ts";
import { createSubgraphServer } from "#kernel/serve-subgraph.ts";
import type { Subgraph } from "#kernel/subgraph.ts";
import { toySubgraphs, type ToyWorld } from "./toy-subgraphs.ts";

/** A gateway over three toy subgraphs, on a port of its own, with everything that a test may want to see or break. */
export interface TestGateway {
  readonly url: string;
  readonly gateway: Gateway;
  readonly supergraphSdl: string;
  readonly executors: ReadonlyMap<string, SubgraphExecutor>;
  readonly server: GatewayServer;
  readonly toys: ToyWorld;
  /** Every operation that reached a subgraph, in order. */
  readonly traffic: { readonly subgraph: string; readonly request: SubgraphRequest }[];
  readonly logged: Record<string, any>[];
  /** `down` refuses at once, `frozen` never answers. */
  condition(subgraph: string, condition: "up" | "down" | "frozen"): void;
  /** From now on the subgraph waits with its answers until the returned function is called. */
  hold(subgraph: string): () => void;
  token(claims?: Record<string, unknown>, options?: { expiresIn?: number }): Promise<string>;
  ask(query: string, options?: AskOptions): Promise<Asked>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly variables?: Record<string, unknown>;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly data: any;
  readonly errors: { message: string; path?: (string | number)[]; extensions: Record<string, any> }[];
  readonly text: string;
}

export interface TestGatewayOptions
  extends
    Partial<Omit<GatewayOptions, "executors">>,
    Partial<
      Pick<
        ServerOptions,
        | "routes"
        | "forwards"
        | "isReady"
        | "corsOrigins"
        | "explorers"
        | "tls"
        | "loadShedding"
        | "trustedProxies"
        | "headers"
      >
    > {
  /** Subgraphs in this process, or each behind a port of its own. */
  readonly shape?: "one process" | "separate";
  /** Other subgraphs than the toys. */
  readonly federation?: {
    readonly supergraphSdl: string;
    readonly executors: ReadonlyMap<string, SubgraphExecutor>;
  };
}

/** As clients do that know the newer media type, which tells refused documents by their status. */
const ACCEPT = "application/graphql-response+json, application/json;q=0.9";

export const PLATFORM_SECRET = "a secret that only tests know";
export const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: "test", alg: "EdDSA" }] };

export async function openTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { subgraphs, world } = toySubgraphs();
  const traffic: TestGateway["traffic"] = [];
  const conditions = new Map<string, string>();
  const held = new Map<string, Promise<void>>();
  const logged: Record<string, any>[] = [];
  const log = createLog("info", { write: (line) => void logged.push(JSON.parse(line)) });
  const closing: (() => Promise<unknown>)[] = [];

  const executors = new Map<string, SubgraphExecutor>();
  const add = (name: string, executor: SubgraphExecutor) =>
    executors.set(name, watched(name, executor, traffic, conditions, held));
  if (options.federation)
    for (const [name, executor] of options.federation.executors)
      add(name, executor.handsOverAnswers ? executor : frozenAnswers(executor));
  else
    for (const subgraph of subgraphs) {
      const isSeparate = options.shape === "separate";
      add(subgraph.name, isSeparate ? await separate(subgraph, log, closing) : frozenAnswers(inProcess(subgraph, log)));
    }
  const supergraphSdl = options.federation?.supergraphSdl ?? composeToys(subgraphs);
  const gateway = await createGateway({
    supergraphSdl,
    verifyToken: tokenVerifier(async () => jwks, systemClock),
    shop: { market: "IN", currencies: ["INR", "USD"], locales: ["en-IN", "en-US", "hi-IN"] },
    introspection: true,
    scalars: options.federation ? [] : Object.values(scalars),
    clock: systemClock,
    ...options,
    limits: { drainIdleMs: 20, ...options.limits },
    log,
    executors: (name) => executors.get(name)!,
  });
  const server = createServer({
    ...{ routes: [], forwards: [], isReady: async () => true, corsOrigins: ["https://shop.example"], explorers: true },
    ...options,
    gateway,
    log,
  });
  const address = await listen(server.server);
  const url = options.tls ? address.replace("http:", "https:") : address;

  const ask: TestGateway["ask"] = async (query, { variables, token, headers } = {}) => {
    const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const body = JSON.stringify({ query, variables });
    return answerOf(
      await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: ACCEPT, ...authorization, ...headers },
        body,
      }),
    );
  };

  return {
    ...{ url, gateway, supergraphSdl, executors, server, toys: world, traffic, logged, ask },
    condition: (subgraph, condition) => void conditions.set(subgraph, condition),
    hold: (subgraph) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(subgraph, promise);
      return resolve;
    },
    token: (claims = {}, { expiresIn = 900 } = {}) => accessToken(claims, expiresIn),
    close: async () => {
      world.end();
      await server.stop();
      await gateway.close();
      for (const close of closing) await close();
    },
  };
}

export async function answerOf(response: Response): Promise<Asked> {
  const text = await response.text();
  const { data, errors } = text.startsWith("{") ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, data, errors: errors ?? [], text };
}

export function accessToken(claims: Record<string, unknown>, expiresIn = 900): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const all = {
    iss: "agora",
    sub: "usr_ada",
    sid: "ses_1",
    scope: "account",
    iat: now,
    exp: now + expiresIn,
    ...claims,
  };
  return new SignJWT(all).setProtectedHeader({ alg: "EdDSA", kid: "test" }).sign(privateKey);
}

/** Listens on a free port below the range that the system gives to outgoing connections. */
export async function listen(server: Server): Promise<string> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    server.listen(port, "127.0.0.1");
    const outcome = await Promise.race([
      once(server, "listening").then(
        () => "listening",
        (error) => error.code as string,
      ),
      once(server, "error").then(([error]) => error.code as string),
    ]);
    if (outcome === "listening") return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    if (outcome !== "EADDRINUSE") throw new Error(outcome);
  }
}

/** One subgraph on its own port and the executor that reaches it, as the separate shape has them. */
async function separate(subgraph: Subgraph, log: Log, closing: (() => Promise<unknown>)[]): Promise<SubgraphExecutor> {
  const keys = pairKeysFrom(PLATFORM_SECRET);
  const served = createSubgraphServer({
    ...{ subgraph, keys, log },
    executor: inProcess(subgraph, silentLog),
    callers: new Set(["gateway", "goods", "stars", "tills"]),
    isReady: async () => true,
  });
  const url = await listen(served.server);
  const executor = overHttp({ name: subgraph.name, url: `${url}/graphql`, from: "gateway", keys });
  closing.push(
    () => executor.close(),
    () => served.close(),
  );
  return executor;
}

function composeToys(subgraphs: readonly Subgraph[]): string {
  const services = subgraphs.map(({ name, typeDefs }) => ({
    name,
    typeDefs: parse(typeDefs),
    url: `http://${name}.internal`,
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}

function watched(
  name: string,
  executor: SubgraphExecutor,
  traffic: TestGateway["traffic"],
  conditions: ReadonlyMap<string, string>,
  held: ReadonlyMap<string, Promise<void>>,
): SubgraphExecutor {
  const pass = async (request: SubgraphRequest) => {
    traffic.push({ subgraph: name, request });
    if (conditions.get(name) === "down") throw new Error(`connect ECONNREFUSED http://${name}.internal`);
    if (conditions.get(name) === "frozen") await new Promise(() => {});
    await held.get(name);
  };
  return {
    handsOverAnswers: executor.handsOverAnswers,
    comparesAnswers: executor.comparesAnswers,
    execute: async (request) => {
      await pass(request);
      return executor.execute(request);
    },
    subscribe: async (request) => {
      await pass(request);
      return executor.subscribe(request);
    },
  };
}

/** Whoever writes into what a subgraph in this process handed out is caught. */
function frozenAnswers(executor: SubgraphExecutor): SubgraphExecutor {
  return {
    ...executor,
    handsOverAnswers: false,
    execute: async (request) => deepFreeze(await executor.execute(request)),
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
