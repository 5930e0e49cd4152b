import { readTypeDefsOf, type Subgraph } from "#kernel/subgraph.ts";
import { createContext } from "./api/context.ts";
import { mutationResolvers } from "./api/mutation.ts";
import { productResolvers } from "./api/product.ts";
import type { Resolvers } from "./api/resolvers.generated.ts";
import { reviewResolvers } from "./api/review.ts";
import type { Ports } from "./ports.ts";

/** What customers think of products. */
export function createReviews(ports: Ports): Subgraph {
  const resolvers: Resolvers = {
    Mutation: mutationResolvers(ports),
    Product: productResolvers(ports),
    Review: reviewResolvers,
  };
  return {
    name: "reviews",
    typeDefs: readTypeDefsOf("reviews"),
    resolvers,
    context: (scope) => createContext(ports, scope),
    handlers: {},
    routes: [],
    jobs: [],
  };
}
