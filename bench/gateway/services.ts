import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type GraphQLSchema, parse } from "graphql";
import type { Resolvers } from "#kernel/subgraph.ts";
import type { Rows, SharedData } from "./shared-data.ts";

/** One of the four services, ready to be served. */
export interface Service {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Resolvers;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])`;
const REVIEWS_PER_USER = 2;
/** Above this price shipping is free. */
const SHIPPED_PRICE_MAX = 1_000;

/** The services of the shared data, with resolvers by the rules in its comments. */
export function servicesOf({ services, rows }: SharedData): Service[] {
  const resolvers = resolversOf(rows);
  return [...services].map(([name, sdl]) => ({
    name,
    typeDefs: `${LINK}\n${sdl}`,
    resolvers: resolvers[name] ?? unknown(name),
  }));
}

export function schemaOf({ typeDefs, resolvers }: Service): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers }]);
}

export function composeSupergraph(services: readonly Service[], urls: ReadonlyMap<string, string>): string {
  const definitions = services.map(({ name, typeDefs }) => ({
    name,
    typeDefs: parse(typeDefs),
    url: urls.get(name) ?? `http://${name}.internal`,
  }));
  const { errors, supergraphSdl } = composeServices(definitions);
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}

function resolversOf({ users, products, inventory, reviews }: Rows): Record<string, Resolvers> {
  const userById = new Map(users.map((user) => [user.id, user]));
  const productByUpc = new Map(products.map((product) => [product.upc, product]));
  const stockByUpc = new Map(inventory.map((stock) => [stock.upc, stock]));
  const reviewById = new Map(reviews.map((review) => [review.id, review]));
  const author = { id: "1", username: "urigo" };
  return {
    accounts: {
      Query: {
        me: () => userById.get("1"),
        user: (_: unknown, { id }: { id: string }) => userById.get(id),
        users: () => users,
      },
      User: { __resolveReference: ({ id }: { id: string }) => userById.get(id) },
    },
    inventory: {
      Product: {
        __resolveReference: (product: { upc: string }) => ({
          ...product,
          inStock: stockByUpc.get(product.upc)?.inStock,
        }),
        shippingEstimate: ({ price, weight }: Shipped) => shippingEstimate(price, weight),
      },
    },
    products: {
      Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
      Product: { __resolveReference: ({ upc }: { upc: string }) => productByUpc.get(upc) },
    },
    reviews: {
      Review: {
        __resolveReference: ({ id }: { id: string }) => reviewById.get(id),
        product: ({ upc }: { upc: string }) => ({ upc }),
        author: () => author,
      },
      User: {
        __resolveReference: ({ id }: { id: string }) => ({ id, username: "user" }),
        reviews: () => reviews.slice(0, REVIEWS_PER_USER),
      },
      Product: {
        __resolveReference: ({ upc }: { upc: string }) => ({ upc }),
        reviews: ({ upc }: { upc: string }) => reviews.filter((review) => review.upc === upc),
      },
    },
  };
}

interface Shipped {
  readonly price?: number | null;
  readonly weight?: number | null;
}

export function shippingEstimate(price: Shipped["price"], weight: Shipped["weight"]): number | null {
  if (price != null && price > SHIPPED_PRICE_MAX) return 0;
  return weight == null ? null : Math.trunc(weight / 2);
}

function unknown(name: string): never {
  throw new Error(`The shared data hold a service that this benchmark does not know: ${name}.`);
}
