import type { Ask } from "#kernel/ask.ts";
import type { Products } from "../ports.ts";
import { ProductToReviewDocument } from "./catalog.generated.ts";

/** The catalogue's products, asked as the service `reviews`, which sees drafts too. */
export function catalogProducts(ask: Ask): Products {
  return {
    isKnown: async (id, scope) => {
      const data = await ask(ProductToReviewDocument, { products: [{ __typename: "Product", id }] }, scope);
      const [product] = data._entities;
      return product?.__typename === "Product" && product.status !== "DRAFT";
    },
  };
}
