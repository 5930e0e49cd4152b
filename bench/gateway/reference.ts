import { Supergraph } from "@apollo/federation-internals";
import { type GraphQLFieldResolver, graphqlSync } from "graphql";
import { composeSupergraph, servicesOf, shippingEstimate } from "./services.ts";
import type { QueryName, Rows, SharedData } from "./shared-data.ts";

/** What every target must answer: graphql-js over one schema of the same rows, without federation. */
export function referenceAnswers(data: SharedData): Readonly<Record<QueryName, object>> {
  const supergraphSdl = composeSupergraph(servicesOf(data), new Map());
  const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const fields = monolith(data.rows);
  const fieldResolver: GraphQLFieldResolver<any, unknown> = (source, args, _context, { parentType, fieldName }) => {
    const resolve = fields[`${parentType.name}.${fieldName}`];
    return resolve ? resolve(source, args) : source[fieldName];
  };
  // Through JSON, for the sake of deep equality: graphql-js's objects have no prototype.
  const answer = (source: string) => JSON.parse(JSON.stringify(graphqlSync({ schema, source, fieldResolver })));
  return { large: answer(data.queries.large), small: answer(data.queries.small) };
}

type Row<Name extends keyof Rows> = Rows[Name][number];

function monolith({ users, products, inventory, reviews }: Rows): Record<string, (source: any, args: any) => unknown> {
  return {
    "Query.me": () => users.find(({ id }) => id === "1"),
    "Query.user": (_, { id }) => users.find((user) => user.id === id),
    "Query.users": () => users,
    "Query.topProducts": (_, { first }) => products.slice(0, first),
    "User.reviews": () => reviews.slice(0, 2),
    "Product.inStock": ({ upc }: Row<"products">) => inventory.find((stock) => stock.upc === upc)?.inStock,
    "Product.shippingEstimate": ({ price, weight }: Row<"products">) => shippingEstimate(price, weight),
    "Product.reviews": ({ upc }: Row<"products">) => reviews.filter((review) => review.upc === upc),
    "Review.product": ({ upc }: Row<"reviews">) => products.find((product) => product.upc === upc),
    "Review.author": () => users.find(({ id }) => id === "1"),
  };
}
