import type { Ask } from "#kernel/ask.ts";
import type { Variants } from "../ports.ts";
import { VariantToStockDocument } from "./catalog.generated.ts";

/** The catalogue's variants, asked as the service `inventory`, which sees drafts too: stock comes before publishing. */
export function catalogVariants(ask: Ask): Variants {
  return {
    isKnown: async (id, scope) => {
      const data = await ask(VariantToStockDocument, { variants: [{ __typename: "Variant", id }] }, scope);
      const [variant] = data._entities;
      return variant?.__typename === "Variant" && variant.id === id;
    },
  };
}
