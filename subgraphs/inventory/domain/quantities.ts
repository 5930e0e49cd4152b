import type { Id } from "#kernel/id.ts";

/** Units by variant. */
export type Quantities = ReadonlyMap<Id, number>;

/** Lines of one variant become one, so that its stock is asked for once. */
export function quantitiesOf(lines: readonly { readonly variantId: Id; readonly quantity: number }[]): Quantities {
  const merged = new Map<Id, number>();
  for (const { variantId, quantity } of lines) {
    if (quantity > 0) merged.set(variantId, (merged.get(variantId) ?? 0) + quantity);
  }
  return merged;
}

export function areEqualQuantities(one: Quantities, other: Quantities): boolean {
  return one.size === other.size && [...one].every(([variantId, quantity]) => other.get(variantId) === quantity);
}
