import type { CallScope } from "#kernel/ask.ts";
import type { Id } from "#kernel/id.ts";
import { MINOR_UNITS_MAX } from "#kernel/money.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { invalidInput, notFound } from "#kernel/user-error.ts";
import { isLive } from "../domain/cart.ts";
import { priceCart, type ReadyCart } from "../domain/draft-order.ts";
import type { PlacementInput } from "../domain/placement.ts";
import { problemsOf } from "../domain/readiness.ts";
import type { PlaceRefusal } from "../domain/refusals.ts";
import type { Ports } from "../ports.ts";
import { pricingRulesOf } from "./pricing-rules.ts";

/**
 * Fetches the facts and prices the cart, or says why it cannot be ordered. Stock is not looked at: only the
 * reservation decides it. No transaction is open meanwhile.
 */
export async function checkOut(
  { store, catalog, shop, clock }: Pick<Ports, "store" | "catalog" | "shop" | "clock">,
  caller: Id,
  { cartId, expectedVersion, expectedTotal }: PlacementInput,
  scope: CallScope,
): Promise<Result<ReadyCart, PlaceRefusal[]>> {
  const [cart] = await store.carts.find([cartId]);
  if (!cart || cart.owner !== caller || !isLive(cart, clock.now())) return err([notFound(["cartId"], cartId)]);
  if (expectedVersion !== null && expectedVersion !== cart.version)
    return err([{ type: "StaleVersion", currentVersion: cart.version }]);

  const variantIds = cart.lines.map(({ variantId }) => variantId);
  const facts = variantIds.length > 0 ? await catalog.findVariants(variantIds, cart.currency, scope) : new Map();
  const problems = problemsOf(cart, facts);
  const { email, shippingAddress } = cart;
  if (problems.length > 0 || email === null || shippingAddress === null)
    return err([{ type: "CartNotReady", problems }]);

  const priced = priceCart(cart, facts, pricingRulesOf(shop, cart.currency));
  const { total } = priced.totals;
  if (total.minorUnits > MINOR_UNITS_MAX)
    return err([invalidInput(["cartId"], "The total is too large for one order.")]);
  const isExpected =
    !expectedTotal || (expectedTotal.minorUnits === total.minorUnits && expectedTotal.currency === total.currency);
  return isExpected
    ? ok({ cart, email, shippingAddress, priced })
    : err([{ type: "PriceChanged", totals: priced.totals }]);
}
