import type { Id } from "#kernel/id.ts";
import type { PostalAddress } from "./address.ts";

export const LINES_PER_CART_MAX = 500;
export const ACTIONS_PER_UPDATE_MAX = 100;
export const QUANTITY_PER_LINE_MAX = 9_999;
/** Counted from the last change. */
const CART_LIFETIME_MS = 60 * 86_400_000;

/**
 * OPEN: the owner's present cart, one at most. SET_ASIDE: a newer one took its place; still there by its id. ORDERED
 * and MERGED: over, nobody sees it any more.
 */
export type CartStatus = "OPEN" | "SET_ASIDE" | "ORDERED" | "MERGED";

export interface Cart {
  readonly id: Id;
  /** `usr_…` or `gst_…`. */
  readonly owner: Id;
  readonly status: CartStatus;
  readonly currency: string;
  readonly email: string | null;
  readonly shippingAddress: PostalAddress | null;
  readonly billingAddress: PostalAddress | null;
  readonly version: number;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** In the order they were added; one variant has one line, so that stock is asked for once. */
  readonly lines: readonly CartLine[];
}

export interface CartLine {
  readonly id: Id;
  readonly variantId: Id;
  readonly quantity: number;
  /** The unit price when the cart was last changed, in its currency: what the buyer is warned against. */
  readonly seenUnitPrice: bigint | null;
}

export interface CartWarning {
  readonly code: "QUANTITY_CAPPED" | "LINE_MERGED" | "PRICE_CHANGED";
  readonly message: string;
  readonly lineId: Id;
}

export interface NewCart {
  readonly id: Id;
  readonly owner: Id;
  readonly currency: string;
}

export function emptyCart({ id, owner, currency }: NewCart, now: Date): Cart {
  const addresses = { email: null, shippingAddress: null, billingAddress: null };
  const times = { expiresAt: new Date(now.getTime() + CART_LIFETIME_MS), createdAt: now, updatedAt: now };
  return { id, owner, currency, status: "OPEN", version: 1, lines: [], ...addresses, ...times };
}

/** Still to be filled and ordered. */
export function isLive(cart: Cart, now: Date): boolean {
  return (cart.status === "OPEN" || cart.status === "SET_ASIDE") && cart.expiresAt > now;
}

/** The cart after a change: the next version, and its time to live begins anew. */
export function touched(cart: Cart, now: Date): Cart {
  return {
    ...cart,
    version: cart.version + 1,
    updatedAt: now,
    expiresAt: new Date(now.getTime() + CART_LIFETIME_MS),
  };
}
