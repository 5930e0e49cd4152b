import { GraphQLError } from "graphql";
import type { SubgraphExecutor, SubgraphRequest } from "#kernel/executor.ts";
import { type Id, randomIds } from "#kernel/id.ts";
import { inProcess } from "#kernel/in-process.ts";
import { silentLog } from "#kernel/log.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { readTypeDefsOf, type RequestScope, type Resolvers } from "#kernel/subgraph.ts";

/** What orders needs of its neighbours, by their real contracts and with real state, and ways to make them fail. */
export interface Neighbours {
  readonly executors: Readonly<Record<"catalog" | "inventory" | "users", SubgraphExecutor>>;
  readonly stock: StockOfTest;
  /** Puts a variant on sale: a product of its own, priced in any currencies. */
  sell(variant: NewVariant): Id;
  change(variantId: Id, changes: Partial<VariantOfTest>): void;
  productOf(variantId: Id): Id;
  /** A guest's token is the guest's own id here. */
  readonly trouble: Trouble;
  /** Operations each neighbour was asked, by name. */
  readonly asked: string[];
}

export interface NewVariant {
  readonly prices: Readonly<Record<string, number>>;
  readonly stock?: number;
  readonly title?: string;
}

interface VariantOfTest {
  readonly id: Id;
  readonly productId: Id;
  readonly title: string;
  readonly status: "DRAFT" | "PUBLISHED" | "ARCHIVED";
  readonly prices: Readonly<Record<string, number>>;
}

/** Throwing in `before` is a neighbour that never acted; in `after` one that acted and could not say so. */
export interface Trouble {
  before?: (operation: string) => void | Promise<void>;
  after?: (operation: string) => void | Promise<void>;
}

export function neighbours(): Neighbours {
  const variants = new Map<Id, VariantOfTest>();
  const stock = stockOfTest();
  const trouble: Trouble = {};
  const asked: string[] = [];

  const catalog = speak("catalog", {
    Variant: {
      __resolveReference: ({ id }: { id: Id }) => variants.get(id) ?? null,
      sku: ({ id }: VariantOfTest) => `SKU-${id.slice(-6)}`,
      selectedOptions: () => [{ name: "Size", value: "M" }],
      image: () => ({ url: "https://images.example/one.svg" }),
      price: ({ prices }: VariantOfTest, _: unknown, { context: { currency } }: RequestScope) =>
        prices[currency] === undefined ? null : { minorUnits: BigInt(prices[currency]), currency },
      product: ({ productId, title, status }: VariantOfTest) => ({ id: productId, title, status, images: [] }),
    },
  });
  const inventory = speak("inventory", {
    Variant: {
      __resolveReference: ({ id }: { id: Id }) => ({ id }),
      availability: ({ id }: { id: Id }) => {
        const free = stock.free(id);
        return { status: free > 0 ? "IN_STOCK" : "OUT_OF_STOCK", orderableQuantity: Math.min(free, 50) };
      },
    },
    Mutation: {
      stockReserve: (_: unknown, { input }: { input: ReserveInput }) => stock.reserve(input),
      stockCommit: (_: unknown, { orderId }: { orderId: Id }) => stock.commit(orderId),
      stockRelease: (_: unknown, { orderId }: { orderId: Id }) => stock.release(orderId),
    },
  });
  const users = speak("users", {
    Query: {
      accessTokenSubject: (_: unknown, { accessToken }: { accessToken: string }) =>
        /^(gst|usr)_/.test(accessToken) ? accessToken : null,
    },
  });
  const troubled = (name: string, { execute, subscribe }: SubgraphExecutor): SubgraphExecutor => ({
    subscribe,
    execute: async (request: SubgraphRequest) => {
      const operation = /(?:query|mutation) (\w+)/.exec(request.document)?.[1] ?? name;
      asked.push(operation);
      await trouble.before?.(operation);
      const result = await execute(request);
      await trouble.after?.(operation);
      return result;
    },
  });

  return {
    executors: {
      catalog: troubled("catalog", catalog),
      inventory: troubled("inventory", inventory),
      users: troubled("users", users),
    },
    stock,
    trouble,
    asked,
    sell: ({ prices, stock: units = 1_000, title = "Mug" }) => {
      const [id, productId] = [randomIds.next(PREFIXES.Variant), randomIds.next(PREFIXES.Product)];
      variants.set(id, { id, productId, title, status: "PUBLISHED", prices });
      stock.set(id, units);
      return id;
    },
    change: (id, changes) => void variants.set(id, { ...variants.get(id)!, ...changes }),
    productOf: (id) => variants.get(id)!.productId,
  };
}

interface ReserveInput {
  readonly orderId: Id;
  readonly lines: readonly { readonly variantId: Id; readonly quantity: number }[];
}

export type StockOfTest = ReturnType<typeof stockOfTest>;

/** Reservations as inventory's contract has them: all lines or none, once an order, and a released one never again. */
function stockOfTest() {
  const units = new Map<Id, number>();
  const reservations = new Map<Id, { state: "HELD" | "COMMITTED" | "RELEASED"; lines: ReserveInput["lines"] }>();
  const move = (lines: ReserveInput["lines"], sign: 1 | -1) =>
    lines.forEach(({ variantId, quantity }) => units.set(variantId, (units.get(variantId) ?? 0) + sign * quantity));
  const answer = (reserved: boolean, shortages: { variantId: Id; available: number }[] = []) => ({
    reserved,
    shortages,
  });
  return {
    set: (id: Id, quantity: number) => void units.set(id, quantity),
    free: (id: Id) => units.get(id) ?? 0,
    stateOf: (orderId: Id) => reservations.get(orderId)?.state,
    held: () => [...reservations].filter(([, { state }]) => state === "HELD").map(([orderId]) => orderId),
    reserve: ({ orderId, lines }: ReserveInput) => {
      const known = reservations.get(orderId);
      if (known && known.state !== "RELEASED" && JSON.stringify(known.lines) !== JSON.stringify(lines))
        throw new GraphQLError("Other lines under the same order id");
      if (known) return answer(known.state !== "RELEASED");
      const short = lines.filter(({ variantId, quantity }) => (units.get(variantId) ?? 0) < quantity);
      if (short.length > 0)
        return answer(
          false,
          short.map(({ variantId }) => ({ variantId, available: units.get(variantId) ?? 0 })),
        );
      move(lines, -1);
      reservations.set(orderId, { state: "HELD", lines });
      return answer(true);
    },
    commit: (orderId: Id) => {
      const known = reservations.get(orderId);
      if (known?.state !== "HELD") return answer(known?.state === "COMMITTED");
      reservations.set(orderId, { ...known, state: "COMMITTED" });
      return answer(true);
    },
    release: (orderId: Id) => {
      const known = reservations.get(orderId);
      if (known && known.state !== "RELEASED") move(known.lines, 1);
      reservations.set(orderId, { state: "RELEASED", lines: known?.lines ?? [] });
      return answer(false);
    },
  };
}

function speak(name: string, resolvers: Resolvers): SubgraphExecutor {
  const own = { name, typeDefs: readTypeDefsOf(name), resolvers, handlers: {}, routes: [], jobs: [] };
  return inProcess({ ...own, context: (scope) => scope }, silentLog);
}
