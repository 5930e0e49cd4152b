import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

/** One is asked after the other: for the product, and for its stock. */
export const SERVICES = ["goods", "stock"] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Every request asks for a product of its own, so that no two share an answer. */
export const QUERY = "query Product($id: ID!) { product(id: $id) { id name inStock } }";

/** What a subgraph can do: so many at once, each in so much time; the others wait there without end. */
export const PLACES = 20;
export const SERVICE_MS = 50;

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])`;
const TYPE_DEFS: Record<ServiceName, string> = {
  goods: `${LINK}
    type Query { product(id: ID!): Product }
    type Product @key(fields: "id") { id: ID! name: String! }`,
  stock: `${LINK}
    type Query { stock: Int }
    type Product @key(fields: "id") { id: ID! inStock: Boolean! }`,
};

export function composeShop(urlOf: (service: ServiceName) => string): string {
  const definitions = SERVICES.map((name) => ({ name, typeDefs: parse(TYPE_DEFS[name]), url: urlOf(name) }));
  const { errors, supergraphSdl } = composeServices(definitions);
  if (!supergraphSdl) throw new Error(String(errors));
  return supergraphSdl;
}
