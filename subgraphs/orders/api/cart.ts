import type { Id } from "#kernel/id.ts";
import { type Cart, type CartLine, isLive } from "../domain/cart.ts";
import { type Facts, type Orderable, salePriceOf, type VariantFacts } from "../domain/facts.ts";
import { times } from "#kernel/money.ts";
import { priceCart } from "../domain/draft-order.ts";
import { problemsOf } from "../domain/readiness.ts";
import { canSee } from "../domain/viewer.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import { variantReference } from "./references.ts";
import type { CartLineResolvers, CartResolvers } from "./resolvers.generated.ts";

/** A line with the cart it stands in, whose currency prices it. */
export interface LineOfCart extends CartLine {
  readonly currency: string;
}

export function cartResolvers({ shop, clock, log }: Pick<Ports, "shop" | "clock" | "log">): CartResolvers<Context> {
  return {
    __resolveReference: async ({ id }, context) => {
      const cart = await context.carts.load(id);
      return cart && canSee(cart, context.caller) && isLive(cart, clock.now()) ? cart : null;
    },
    lines: ({ lines, currency }) => lines.map((line) => ({ ...line, currency })),
    totals: async (cart, _, context) => {
      const facts = await factsOf(cart, context).catch((error) => {
        log.warn({ error, requestId: context.requestId }, "a cart is shown without the catalogue");
        return undefined;
      });
      return priceCart(cart, facts, shop.pricing.get(cart.currency)!).totals;
    },
    problems: async (cart, _, context) => {
      const facts = factsOf(cart, context).catch(() => undefined);
      const orderable = orderableOf(cart, context).catch(() => undefined);
      return problemsOf(cart, await facts, await orderable);
    },
  };
}

export const cartLineResolvers: CartLineResolvers<Context> = {
  variant: ({ variantId }) => variantReference(variantId),
  unitPrice: (line, _, context) => unitPriceOf(line, context),
  total: async (line, _, context) => {
    const unitPrice = await unitPriceOf(line, context);
    return unitPrice && times(unitPrice, line.quantity);
  },
};

async function unitPriceOf({ variantId, currency }: LineOfCart, context: Context) {
  const facts = await context
    .factsIn(currency)
    .load(variantId)
    .catch(() => null);
  return salePriceOf(facts ?? undefined) ?? null;
}

async function factsOf({ lines, currency }: Cart, context: Context): Promise<Facts> {
  const loader = context.factsIn(currency);
  const loaded = await Promise.all(lines.map(({ variantId }) => loader.load(variantId)));
  return new Map(
    loaded.filter((facts): facts is VariantFacts => facts !== null).map((facts) => [facts.variantId, facts]),
  );
}

async function orderableOf({ lines }: Cart, context: Context): Promise<Orderable> {
  const loaded = await Promise.all(
    lines.map(async ({ variantId }): Promise<[Id, number | null]> => [
      variantId,
      await context.orderable.load(variantId),
    ]),
  );
  return new Map(loaded.filter((pair): pair is [Id, number] => pair[1] !== null));
}
