import type { CallScope } from "#kernel/ask.ts";
import type { Id } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type CommonRefusal, notFound } from "#kernel/user-error.ts";
import { type Cart, isLive, touched } from "../domain/cart.ts";
import { type Edited, editCart, type PlacedAction } from "../domain/cart-actions.ts";
import type { Ports } from "../ports.ts";
import { askFacts } from "./ask-facts.ts";
import { checkSize } from "./check-size.ts";

export interface UpdateCart {
  readonly caller: Id;
  readonly id: Id;
  readonly expectedVersion: number | null;
  readonly actions: readonly PlacedAction[];
  readonly scope: CallScope;
}

/** All actions or none, on the cart as it is when its lock is held. */
export async function updateCart(ports: Ports, command: UpdateCart): Promise<Result<Edited, CommonRefusal[]>> {
  const { store, shop, ids, clock } = ports;
  const { caller, id, expectedVersion, actions, scope } = command;
  const isMine = (cart: Cart | undefined): cart is Cart => cart?.owner === caller && isLive(cart, clock.now());
  const [seen] = await store.carts.find([id]);
  if (!isMine(seen)) return err([notFound(["id"], id)]);
  const added = actions.flatMap(({ action }) => (action.type === "addLine" ? [action.variantId] : []));
  const present = seen.lines.map(({ variantId }) => variantId);
  const facts = await askFacts(ports, [...present, ...added], seen.currency, scope);
  const lineIds = actions.map(() => ids.next(PREFIXES.CartLine));

  return store.transact<Edited, CommonRefusal[]>(async (tx) => {
    const cart = await tx.lockCart(id);
    if (!isMine(cart)) return err([notFound(["id"], id)]);
    if (expectedVersion !== null && expectedVersion !== cart.version)
      return err([{ type: "StaleVersion", currentVersion: cart.version }]);
    const edited = editCart(cart, { actions, facts, lineIds });
    const checked = edited.ok ? checkSize(edited.value, facts, shop, ["actions"]) : edited;
    if (!checked.ok) return checked;
    const after = touched(checked.value.cart, clock.now());
    await tx.updateCart(cart, after);
    return ok({ cart: after, warnings: checked.value.warnings });
  });
}
