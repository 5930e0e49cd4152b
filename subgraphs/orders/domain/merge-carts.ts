import { err, ok, type Result } from "#kernel/result.ts";
import type { CommonRefusal } from "#kernel/user-error.ts";
import { type Cart, type CartWarning, LINES_PER_CART_MAX, QUANTITY_PER_LINE_MAX } from "./cart.ts";
import { cappedWarning, type Edited, tooManyLines, withQuantity } from "./cart-actions.ts";
import type { Orderable } from "./facts.ts";

/**
 * Puts a guest's cart into the customer's own. Nobody asked for the sum of two quantities, so it is capped by what can
 * be ordered; what is sold out keeps the larger wish and shows as a problem. What the customer's cart says of email
 * and addresses stays.
 */
export function mergeCarts(own: Cart, guest: Cart, orderable: Orderable | undefined): Result<Edited, CommonRefusal[]> {
  const warnings: CartWarning[] = [];
  let cart: Cart = {
    ...own,
    email: own.email ?? guest.email,
    shippingAddress: own.shippingAddress ?? guest.shippingAddress,
    billingAddress: own.billingAddress ?? guest.billingAddress,
  };
  for (const line of guest.lines) {
    const present = own.lines.find(({ variantId }) => variantId === line.variantId);
    if (!present) {
      cart = { ...cart, lines: [...cart.lines, { ...line, seenUnitPrice: null }] };
      continue;
    }
    const wanted = present.quantity + line.quantity;
    const quantity = Math.min(wanted, capOf(orderable?.get(line.variantId), present.quantity, line.quantity));
    cart = withQuantity(cart, present.id, quantity);
    const message = "This line was in both carts; their quantities were added.";
    warnings.push({ code: "LINE_MERGED", message, lineId: present.id });
    if (quantity < wanted) warnings.push(cappedWarning(present.id, quantity));
  }
  return cart.lines.length > LINES_PER_CART_MAX ? err([tooManyLines()]) : ok({ cart, warnings });
}

function capOf(orderable: number | undefined, own: number, guests: number): number {
  if (orderable === undefined) return QUANTITY_PER_LINE_MAX;
  return Math.min(QUANTITY_PER_LINE_MAX, orderable > 0 ? orderable : Math.max(own, guests));
}
