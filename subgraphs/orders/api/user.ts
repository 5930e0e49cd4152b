import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { isLive } from "../domain/cart.ts";
import { canSee } from "../domain/viewer.ts";
import type { Ports } from "../ports.ts";
import type { Context } from "./context.ts";
import { listOrders } from "./order-list.ts";
import type { UserResolvers } from "./resolvers.generated.ts";

/** Somebody with an account; who may know more than the id is asked of each field. */
export interface UserReference {
  readonly id: Id;
}

export function userResolvers(ports: Pick<Ports, "store" | "cursors" | "clock">): UserResolvers<Context> {
  return {
    __resolveReference: ({ id }) => (uuidOf(PREFIXES.User, id) === undefined ? null : { id }),
    cart: async ({ id }, _, context) => {
      if (!canSee({ owner: id }, context.caller)) return null;
      const cart = await context.openCarts.load(id);
      return cart && isLive(cart, ports.clock.now()) ? cart : null;
    },
    orders: ({ id }, args, context) =>
      canSee({ owner: id }, context.caller) ? listOrders(ports, args, id, context) : null,
  };
}
