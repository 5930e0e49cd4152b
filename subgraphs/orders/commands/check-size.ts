import { MINOR_UNITS_MAX } from "#kernel/money.ts";
import { err, ok, type Result } from "#kernel/result.ts";
import { type CommonRefusal, type InputPath, invalidInput } from "#kernel/user-error.ts";
import type { Edited } from "../domain/cart-actions.ts";
import { priceCart } from "../domain/draft-order.ts";
import type { Facts } from "../domain/facts.ts";
import type { Shop } from "../ports.ts";
import { pricingRulesOf } from "./pricing-rules.ts";

/** A total that clients could not read exactly is refused before it can be asked for. */
export function checkSize(
  edited: Edited,
  facts: Facts | undefined,
  shop: Shop,
  path: InputPath,
): Result<Edited, CommonRefusal[]> {
  const { cart } = edited;
  const { total } = priceCart(cart, facts, pricingRulesOf(shop, cart.currency)).totals;
  return total.minorUnits > MINOR_UNITS_MAX ? err([invalidInput(path, "The total would be too large.")]) : ok(edited);
}
