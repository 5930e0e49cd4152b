import type { PricingRules } from "../domain/pricing.ts";
import type { Shop } from "../ports.ts";

/** The rules of a cart's currency. Carts are made in the shop's currencies only, so a missing one is a fault. */
export function pricingRulesOf({ pricing }: Shop, currency: string): PricingRules {
  const rules = pricing.get(currency);
  if (!rules) throw new Error(`The shop has no pricing rules for ${currency}`);
  return rules;
}
