import { compareAtPriceIn, optionsOf, priceIn, priceRangeIn } from "../domain/price.ts";
import type { Ports } from "../ports.ts";
import { visible, visibleVariant } from "./context.ts";
import type { Resolvers } from "./resolvers.generated.ts";

/** Products and what hangs on them. Prices are those of the request's currency. */
export function productTypes({
  shop,
}: Pick<Ports, "shop">): Pick<Resolvers, "Product" | "Variant" | "Image" | "Brand"> {
  return {
    Product: {
      __resolveReference: async ({ id }, context) => visible(await context.productById.load(id), context),
      categories: async ({ categoryIds }, _args, { categoryById }) =>
        (await Promise.all(categoryIds.map((id) => categoryById.load(id)))).filter((category) => category !== null),
      options: async ({ id }, _args, { variantsOf }) => optionsOf(await variantsOf.load(id)),
      variants: ({ id }, _args, { variantsOf }) => variantsOf.load(id),
      priceRange: async ({ id }, _args, { variantsOf, context }) =>
        priceRangeIn(await variantsOf.load(id), context.currency) ?? null,
    },
    Variant: {
      __resolveReference: async ({ id }, context) => visibleVariant(await context.variantById.load(id), context),
      product: async ({ productId }, _args, { productById }) => (await productById.load(productId))!,
      image: async ({ image, productId }, _args, { productById }) =>
        image ?? (await productById.load(productId))?.images[0] ?? null,
      price: (variant, _args, { context }) => priceIn(variant, context.currency) ?? null,
      compareAtPrice: (variant, _args, { context }) => compareAtPriceIn(variant, context.currency) ?? null,
    },
    Image: {
      url: ({ url }) => (url.startsWith("/") ? shop.publicUrl + url : url),
    },
    Brand: {
      __resolveReference: ({ id }, { brandById }) => brandById.load(id),
    },
  };
}
