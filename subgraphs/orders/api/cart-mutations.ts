import type { Result } from "#kernel/result.ts";
import { checkInput, type CommonRefusal } from "#kernel/user-error.ts";
import { createCart } from "../commands/create-cart.ts";
import { mergeCart } from "../commands/merge-cart.ts";
import { updateCart } from "../commands/update-cart.ts";
import { type Cart, type CartWarning, isLive } from "../domain/cart.ts";
import type { Ports } from "../ports.ts";
import { type Context, ownerOf } from "./context.ts";
import { cartErrors } from "./errors.ts";
import { cartCreateInput, cartMergeInput, cartUpdateInput, placedActions, tooLong } from "./inputs.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";

type CartMutations = Required<Pick<MutationResolvers<Context>, "cartCreate" | "cartUpdate" | "cartMerge">>;

export function cartMutations(ports: Ports): CartMutations {
  return {
    cartCreate: async (_, { input }, context) => {
      const refused = tooLong(input);
      if (refused) return refusal([refused]);
      const checked = checkInput(cartCreateInput, input);
      if (!checked.ok) return refusal(checked.refusal);
      const { currency, lines, idempotencyKey: key } = checked.value;
      const caller = ownerOf(context);
      const args = { currency: currency ?? null, lines };
      const command = { caller, currency: currency ?? context.context.currency, lines, key, args, scope: context };
      return answer(ports, await createCart(ports, command), context);
    },
    cartUpdate: async (_, { input }, context) => {
      const refused = tooLong(input);
      if (refused) return refusal([refused]);
      const checked = checkInput(cartUpdateInput, input);
      if (!checked.ok) return refusal(checked.refusal);
      const { id, expectedVersion } = checked.value;
      const actions = placedActions(checked.value.actions);
      const command = { caller: ownerOf(context), id, expectedVersion, actions, scope: context };
      const updated = await updateCart(ports, command);
      if (!updated.ok) return refusal(updated.refusal);
      const { cart, warnings } = updated.value;
      context.carts.clear(id);
      context.openCarts.clear(cart.owner);
      return { cart, warnings, errors: [] };
    },
    cartMerge: async (_, { input }, context) => {
      const checked = checkInput(cartMergeInput, input);
      if (!checked.ok) return refusal(checked.refusal);
      const { guestAccessToken, idempotencyKey: key } = checked.value;
      const command = { caller: ownerOf(context), guestAccessToken, key, scope: context };
      return answer(ports, await mergeCart(ports, command), context);
    },
  };
}

interface Answer {
  readonly cartId: string | null;
  readonly warnings: readonly CartWarning[];
}

/** The cart as it is now: a repeated call reads it afresh. */
async function answer({ clock }: Ports, result: Result<Answer, CommonRefusal[]>, context: Context) {
  if (!result.ok) return refusal(result.refusal);
  const { cartId, warnings } = result.value;
  context.openCarts.clearAll();
  const cart: Cart | null = cartId === null ? null : await context.carts.clear(cartId).load(cartId);
  const isMine = cart?.owner === context.caller.subject && isLive(cart, clock.now());
  return { cart: isMine ? cart : null, warnings, errors: [] };
}

function refusal(refusals: readonly CommonRefusal[]) {
  return { cart: null, warnings: [], errors: cartErrors(refusals) };
}
