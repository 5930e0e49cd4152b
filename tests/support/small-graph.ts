import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { pairKeysFrom } from "#kernel/identity.ts";
import { inProcess } from "#kernel/in-process.ts";
import { silentLog } from "#kernel/log.ts";
import { createSubgraphServer } from "#kernel/serve-subgraph.ts";
import { readCommonTypeDefs, type Subgraph } from "#kernel/subgraph.ts";
import { listen } from "./gateway.ts";

/** Two subgraphs on ports of their own, and as many versions of their supergraph as a test wants. */
export interface SmallGraph {
  /** The supergraph in which `Query.version` is so much; fields that are left out are in no version after it. */
  supergraph(version: number, without?: readonly string[]): string;
  close(): Promise<void>;
}

/** `AGORA_SECRET` of a gateway whose calls they take. */
export const SMALL_GRAPH_SECRET = "a longer secret that only tests know";
const VERSIONS_MAX = 50;
const TICK_MS = 50;

const items = (versions: readonly number[]) => `
type Query { items: [Item!]! slow(ms: Int!): Int ${versions.map((version) => `version${version}: Int`).join(" ")} }
type Item @key(fields: "id") { id: ID! name: String! nickname: String }
type Subscription { ticked: Tick! }
type Tick { count: Int! item: Item! }
`;
const PRICES = `type Item @key(fields: "id") { id: ID! price: Int }`;
const ITEMS = ["a", "b", "c"].map((id) => ({ id, name: `Item ${id}`, nickname: id.toUpperCase() }));

export async function openSmallGraph(): Promise<SmallGraph> {
  const all = Array.from({ length: VERSIONS_MAX }, (_, version) => version);
  const served = await Promise.all([
    serve("items", items(all), {
      Query: {
        items: () => ITEMS,
        slow: (_: unknown, { ms }: { ms: number }) => new Promise((resolve) => setTimeout(resolve, ms, ms)),
        ...Object.fromEntries(all.map((version) => [`version${version}`, () => version])),
      },
      Item: { __resolveReference: ({ id }: { id: string }) => ITEMS.find((item) => item.id === id) },
      Subscription: { ticked: { subscribe: tick } },
    }),
    serve("prices", PRICES, {
      Item: { __resolveReference: ({ id }: { id: string }) => ({ id, price: id.charCodeAt(0) }) },
    }),
  ]);
  const [itemsUrl, pricesUrl] = served.map(({ url }) => url);
  return {
    supergraph: (version, without = []) =>
      compose([
        ["items", leave(items([version]), without), itemsUrl!],
        ["prices", PRICES, pricesUrl!],
      ]),
    close: async () => {
      await Promise.all(served.map(({ close }) => close()));
    },
  };
}

async function* tick() {
  for (let count = 1; ; count += 1) {
    yield { ticked: { count, item: ITEMS[count % ITEMS.length] } };
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
}

/** A subgraph on a port of its own, and how it is asked in this process. */
export async function serve(name: string, typeDefs: string, resolvers: Record<string, unknown>) {
  const subgraph: Subgraph = {
    ...{ name, typeDefs: `${readCommonTypeDefs()}\n${typeDefs}`, resolvers, context: (scope) => scope },
    ...{ handlers: {}, routes: [], jobs: [] },
  };
  const local = inProcess(subgraph, silentLog);
  const { server, close } = createSubgraphServer({
    ...{ subgraph, executor: local, keys: pairKeysFrom(SMALL_GRAPH_SECRET) },
    ...{ callers: new Set(["gateway"]), isReady: async () => true, log: silentLog },
  });
  return { url: `${await listen(server)}/graphql`, local, close };
}

function leave(typeDefs: string, without: readonly string[]): string {
  return without.reduce((text, field) => text.replace(new RegExp(`\\b${field}: \\w+!?`), ""), typeDefs);
}

export function compose(services: readonly (readonly [name: string, typeDefs: string, url: string])[]): string {
  const { errors, supergraphSdl } = composeServices(
    services.map(([name, typeDefs, url]) => ({ name, url, typeDefs: parse(`${readCommonTypeDefs()}\n${typeDefs}`) })),
  );
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}
