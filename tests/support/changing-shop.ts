import type { SubgraphExecutor, SubgraphRequest } from "#kernel/executor.ts";
import { pairKeysFrom } from "#kernel/identity.ts";
import { overHttp } from "#kernel/over-http.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import { compose, serve, SMALL_GRAPH_SECRET } from "./small-graph.ts";

/** A thing on sale. A price of `-1` is one that cannot be told. */
export interface Ware {
  name: string;
  price: number | null;
  stock: number;
}

/** Listed for those only who are known. */
export const HIDDEN_WARE = "hidden";

export type ShopShape = "one process" | "separate";

/** Three subgraphs whose data a test changes as it likes. */
export interface ChangingShop {
  readonly wares: Map<string, Ware>;
  readonly supergraphSdl: string;
  readonly executors: ReadonlyMap<string, SubgraphExecutor>;
  /** Requests whose answer was compared with a known one, and those of which it was the very same. */
  readonly compared: { all: number; same: number };
  close(): Promise<void>;
}

const WARES = `type Query { wares: [Ware!]! ware(id: ID!): Ware currency: String! } type Ware @key(fields: "id") {
  id: ID! name: String! price: Int @federation__external big: Boolean @federation__requires(fields: "price")
}`;
const PRICES = `type Ware @key(fields: "id") { id: ID! price: Int }`;
const STOCKS = `type Ware @key(fields: "id") {
  id: ID! name: String! @federation__external price: Int @federation__external
  stock: Int! label(short: Boolean): String! @federation__requires(fields: "name price")
}`;

const labelOf = ({ name, price }: Ware) => `${name} for ${price}`;

export async function openChangingShop(shape: ShopShape): Promise<ChangingShop> {
  const wares = new Map<string, Ware>();
  const wareOf = (id: string) => {
    const ware = wares.get(id);
    return ware ? { id, name: ware.name } : null;
  };
  const byReference = (resolve: (reference: any) => unknown) => ({ __resolveReference: resolve });
  const sources = {
    wares: [
      WARES,
      {
        Query: {
          wares: (_: unknown, __: unknown, { caller }: RequestScope) =>
            [...wares.keys()].filter((id) => id !== HIDDEN_WARE || caller.subject).map(wareOf),
          ware: (_: unknown, { id }: { id: string }) => wareOf(id),
          currency: (_: unknown, __: unknown, { context }: RequestScope) => context.currency,
        },
        Ware: {
          ...byReference(({ id, price }) => ({ ...wareOf(id), price })),
          big: ({ price }: Ware) => (price ?? 0) > 10,
        },
      },
    ],
    prices: [
      PRICES,
      {
        Ware: {
          ...byReference(({ id }) => wares.has(id) && { id }),
          price: ({ id }: { id: string }) => {
            const price = wares.get(id)!.price;
            if (price === -1) throw new Error("the price cannot be told");
            return price;
          },
        },
      },
    ],
    stocks: [
      STOCKS,
      {
        Ware: {
          // Writes into what it was given, as resolvers may.
          ...byReference((reference) => {
            const { stock } = wares.get(reference.id)!;
            return Object.assign(reference, { label: labelOf(reference), stock: reference.stock ?? stock });
          }),
          label: ({ name, label }: Ware & { label: string }, { short }: { short?: boolean }) => (short ? name : label),
        },
      },
    ],
  } as const;

  const served = await Promise.all(
    Object.entries(sources).map(async ([name, [typeDefs, resolvers]]) => {
      const { url, local, close } = await serve(name, typeDefs, resolvers);
      const remote = overHttp({ name, url, from: "gateway", keys: pairKeysFrom(SMALL_GRAPH_SECRET) });
      const executor = shape === "separate" ? remote : local;
      return { name, typeDefs, url, executor, close: () => Promise.all([remote.close(), close()]) };
    }),
  );
  const compared = { all: 0, same: 0 };
  const counted = (executor: SubgraphExecutor): SubgraphExecutor => ({
    ...executor,
    execute: async (request: SubgraphRequest) => {
      const result = await executor.execute(request);
      if (request.known) compared.all += 1;
      if (result === request.known?.same) compared.same += 1;
      return result;
    },
  });
  return {
    ...{ wares, compared },
    supergraphSdl: compose(served.map(({ name, typeDefs, url }) => [name, typeDefs, url])),
    executors: new Map(served.map(({ name, executor }) => [name, counted(executor)])),
    close: async () => {
      await Promise.all(served.map(({ close }) => close()));
    },
  };
}
