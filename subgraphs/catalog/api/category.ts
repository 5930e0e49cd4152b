import type { Ports } from "../ports.ts";
import { listProducts } from "./product-list.ts";
import type { CategoryResolvers } from "./resolvers.generated.ts";

export function categoryType({ store, cursors }: Pick<Ports, "store" | "cursors">): CategoryResolvers {
  return {
    __resolveReference: ({ id }, { categoryById }) => categoryById.load(id),
    parent: ({ parentId }, _args, { categoryById }) => (parentId === null ? null : categoryById.load(parentId)),
    children: ({ id }, _args, { categoriesBelow }) => categoriesBelow.load(id),
    ancestors: async ({ ancestorIds }, _args, { categoryById }) =>
      (await Promise.all(ancestorIds.map((id) => categoryById.load(id)))).filter((category) => category !== null),
    products: ({ id }, args, context) =>
      listProducts({ store, cursors }, args, context, [{ type: "category", ids: [id] }]),
  };
}
