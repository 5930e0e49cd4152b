import type { CallScope } from "#kernel/ask.ts";
import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { claimRefusal, type CommonRefusal, invalidInput } from "#kernel/user-error.ts";
import { type CartWarning, emptyCart } from "../domain/cart.ts";
import { editCart, type PlacedAction } from "../domain/cart-actions.ts";
import type { Ports } from "../ports.ts";
import { askFacts } from "./ask-facts.ts";
import { checkSize } from "./check-size.ts";

export interface CreateCart {
  readonly caller: Id;
  readonly currency: string;
  readonly lines: readonly { readonly variantId: Id; readonly quantity: number }[];
  readonly key: string;
  /** The arguments as the client sent them: the same ones are the same request, whatever its headers. */
  readonly args: unknown;
  readonly scope: CallScope;
}

export interface CartAnswer {
  readonly cartId: Id;
  readonly warnings: readonly CartWarning[];
}

/** Opens a new cart. The one that was open is set aside, not lost: it is still there by its id. */
export async function createCart(ports: Ports, command: CreateCart): Promise<Result<CartAnswer, CommonRefusal[]>> {
  const { store, shop, ids, clock } = ports;
  const { caller, currency, lines, key, args, scope } = command;
  if (!shop.pricing.has(currency)) return err([invalidInput(["currency"], `The shop does not sell in ${currency}.`)]);
  const empty = emptyCart({ id: ids.next(PREFIXES.Cart), owner: caller, currency }, clock.now());
  const actions = lines.map(({ variantId, quantity }, index): PlacedAction => {
    return { action: { type: "addLine", variantId, quantity }, path: ["lines", String(index)] };
  });
  const facts = await askFacts(
    ports,
    lines.map(({ variantId }) => variantId),
    currency,
    scope,
  );
  const filled = editCart(empty, { actions, facts, lineIds: lines.map(() => ids.next(PREFIXES.CartLine)) });
  if (!filled.ok) return filled;
  const checked = checkSize(filled.value, facts, shop, ["lines"]);
  if (!checked.ok) return checked;
  const { cart, warnings } = checked.value;
  return store.transact<CartAnswer, CommonRefusal[]>(async (tx) => {
    const claim = {
      caller,
      mutation: "cartCreate",
      key,
      args,
      kept: { cartId: cart.id, warnings },
    };
    const claimed = await tx.claim<CartAnswer>(claim);
    if (claimed.type === "repeated") return ok(claimed.kept);
    if (claimed.type !== "first") return err([claimRefusal(claimed)]);
    await tx.lockOwner(caller);
    await tx.setAsideCarts(caller);
    await tx.insertCart(cart);
    return ok({ cartId: cart.id, warnings });
  });
}
