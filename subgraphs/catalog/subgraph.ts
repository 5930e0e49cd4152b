import { readTypeDefsOf, type Subgraph } from "#kernel/subgraph.ts";
import { categoryType } from "./api/category.ts";
import { contextOf } from "./api/context.ts";
import { pictureRoutes } from "./api/http.ts";
import { mutations } from "./api/mutation.ts";
import { productTypes } from "./api/product.ts";
import { queries } from "./api/query.ts";
import type { Ports } from "./ports.ts";

const NAME = "catalog";

/** What is sold: products, variants, categories, brands, prices. */
export function createCatalog(ports: Ports): Subgraph {
  return {
    name: NAME,
    typeDefs: readTypeDefsOf(NAME),
    resolvers: {
      Query: queries(ports),
      Mutation: mutations(ports),
      ...productTypes(ports),
      Category: categoryType(ports),
    },
    context: (scope) => contextOf(scope, ports.store),
    handlers: {},
    routes: pictureRoutes(ports.pictures),
    jobs: [],
  };
}
