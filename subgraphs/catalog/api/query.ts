import type { Ports } from "../ports.ts";
import { visible, visibleVariant } from "./context.ts";
import { listProducts } from "./product-list.ts";
import type { QueryResolvers } from "./resolvers.generated.ts";

export function queries({ store, cursors, shop }: Ports): QueryResolvers {
  return {
    shop: (_, _args, { context: { market, currency, locale } }) => {
      const { name, country, timeZone, currencies, locales } = shop;
      const pricesIncludeTax = shop.pricesIncludeTax(currency);
      return {
        name,
        salesChannel: market,
        currency,
        currencies: [...currencies],
        locale,
        locales: [...locales],
        country,
        timeZone,
        pricesIncludeTax,
      };
    },
    product: async (_, { id }, context) => visible(await context.productById.load(id), context),
    productBySlug: async (_, { slug }, context) => {
      const found = await context.productBySlug.load(slug);
      if (found) context.productById.prime(found.product.id, found.product);
      return visible(found?.product ?? null, context);
    },
    variantBySku: async (_, { sku }, context) => visibleVariant(await context.variantBySku.load(sku), context),
    products: (_, args, context) => listProducts({ store, cursors }, args, context),
    category: (_, { id }, { categoryById }) => categoryById.load(id),
    categoryBySlug: (_, { slug }, { categoryBySlug }) => categoryBySlug.load(slug),
    categories: () => store.categoriesBelow([null]),
  };
}
