import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

/** Who streams, and the two who fill its events in. */
export const SERVICES = ["orders", "catalog", "inventory"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What every watcher asks, each for an order of its own. */
export const WATCH =
  "subscription Watch($id: ID!) { orderChanged(id: $id) { emittedAtNs order { id lines { quantity product { id name price inStock } } } } }";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])`;
const TYPE_DEFS: Record<ServiceName, string> = {
  orders: `${LINK}
    type Query { orders: Int }
    type Subscription { orderChanged(id: ID!): OrderChange! }
    type OrderChange { emittedAtNs: String! order: Order! }
    type Order @key(fields: "id") { id: ID! lines: [Line!]! }
    type Line { quantity: Int! product: Product! }
    type Product @key(fields: "id", resolvable: false) { id: ID! }`,
  catalog: `${LINK}
    type Query { products: Int }
    type Product @key(fields: "id") { id: ID! name: String! price: Int! }`,
  inventory: `${LINK}
    type Query { stock: Int }
    type Product @key(fields: "id") { id: ID! inStock: Boolean! }`,
};

export function composeShop(urlOf: (service: ServiceName) => string): string {
  const definitions = SERVICES.map((name) => ({ name, typeDefs: parse(TYPE_DEFS[name]), url: urlOf(name) }));
  const { errors, supergraphSdl } = composeServices(definitions);
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}

/** So many that events of several orders ask for other things. */
const PRODUCTS = 500;
const LINES = 2;

/** A change of an order as its subgraph says it, stamped by the clock that all processes of a machine share. */
export function changeOf(order: number) {
  const lines = Array.from({ length: LINES }, (_, line) => ({
    quantity: line + 1,
    product: { __typename: "Product", id: `p${(order * LINES + line) % PRODUCTS}` },
  }));
  return {
    orderChanged: { emittedAtNs: String(process.hrtime.bigint()), order: { id: String(order), lines } },
  };
}
