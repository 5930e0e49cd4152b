import type { Id } from "#kernel/id.ts";
import type { Cart, CartLine } from "./cart.ts";
import type { Facts, Orderable } from "./facts.ts";

export interface CartProblem {
  readonly code: CartProblemCode;
  readonly message: string;
  readonly lineId: Id | null;
}

export type CartProblemCode =
  | "EMPTY"
  | "EMAIL_MISSING"
  | "SHIPPING_ADDRESS_MISSING"
  | "NOT_FOR_SALE"
  | "NOT_SOLD_IN_CURRENCY"
  | "OUT_OF_STOCK"
  | "UNAVAILABLE";

/**
 * What blocks an order of this cart now. Facts are undefined while the catalogue cannot be asked. Stock that is not
 * known blocks nothing: the reservation decides.
 */
export function problemsOf(cart: Cart, facts: Facts | undefined, orderable?: Orderable): CartProblem[] {
  const problems: CartProblem[] = [];
  if (cart.lines.length === 0) problems.push(problem("EMPTY", "The cart is empty."));
  if (cart.email === null) problems.push(problem("EMAIL_MISSING", "Say where the confirmation goes: set an email."));
  if (cart.shippingAddress === null)
    problems.push(problem("SHIPPING_ADDRESS_MISSING", "Say where it goes: set a shipping address."));
  if (facts) problems.push(...cart.lines.flatMap((line) => problemOf(line, facts, orderable, cart.currency) ?? []));
  else if (cart.lines.length > 0) problems.push(problem("UNAVAILABLE", "Prices cannot be asked right now. Try again."));
  return problems;
}

function problemOf(
  { id, variantId, quantity }: CartLine,
  facts: Facts,
  orderable: Orderable | undefined,
  currency: string,
): CartProblem | undefined {
  const known = facts.get(variantId);
  if (known?.status !== "PUBLISHED") return problem("NOT_FOR_SALE", "This is not for sale any more.", id);
  if (!known.price) return problem("NOT_SOLD_IN_CURRENCY", `${known.title} is not sold in ${currency}.`, id);
  const left = orderable?.get(variantId);
  if (left === undefined || left >= quantity) return undefined;
  return problem(
    "OUT_OF_STOCK",
    left === 0 ? `${known.title} is sold out.` : `Only ${left} of ${known.title} left.`,
    id,
  );
}

function problem(code: CartProblemCode, message: string, lineId: Id | null = null): CartProblem {
  return { code, message, lineId };
}
