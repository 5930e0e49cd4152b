import { type Ask, asker } from "#kernel/ask.ts";
import type { Execute } from "#kernel/executor.ts";
import { money } from "#kernel/money.ts";
import type { VariantFacts } from "../domain/facts.ts";
import type { Catalog } from "../ports.ts";
import { VariantsForSaleDocument, type VariantsForSaleQuery } from "./catalog.generated.ts";

/** The catalogue as a subgraph. It prices in the currency of the request it is asked with. */
export function catalogSubgraph(execute: Execute): Catalog {
  const ask: Ask = asker(execute, "orders", "catalog");
  return {
    findVariants: async (ids, currency, scope) => {
      const variants = ids.map((id) => ({ __typename: "Variant", id }));
      const context = { ...scope.context, currency };
      const { _entities } = await ask(VariantsForSaleDocument, { variants }, { ...scope, context });
      return new Map(_entities.flatMap((found) => (isVariant(found) ? [[found.id, factsOf(found)] as const] : [])));
    },
  };
}

type Found = NonNullable<VariantsForSaleQuery["_entities"][number]>;
type FoundVariant = Extract<Found, { sku: string }>;

function isVariant(found: Found | null): found is FoundVariant {
  return found !== null && "sku" in found;
}

function factsOf({ id, sku, title, selectedOptions, price, image, product }: FoundVariant): VariantFacts {
  return {
    variantId: id,
    productId: product.id,
    sku,
    title: titleOf(product.title, title),
    imageUrl: image?.url ?? product.images[0]?.url ?? null,
    options: selectedOptions.map(({ name, value }) => ({ name, value })),
    status: product.status,
    price: price && money(BigInt(price.minorUnits), price.currency),
  };
}

/** One variant is often called like its product. */
function titleOf(product: string, variant: string): string {
  return variant === "" || variant === product ? product : `${product} – ${variant}`;
}
