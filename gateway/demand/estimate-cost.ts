import type { PricedField } from "./price-operation.ts";
import { combine, sum, type Varying, when } from "./varying.ts";

/**
 * What fields are expected to cost: each the times that it is expected, with its arguments once. An argument may make
 * its field cheaper (@cost with a negative weight), down to nothing: none pays for another field.
 */
export function estimateCost(fields: readonly PricedField[]): Varying<number> {
  return sum(
    fields.map(({ isIncluded, given, check, items, weight, below }) => {
      const each = estimateCost(below);
      const times = weight === 0 && each === 0 ? 0 : items;
      const all = combine(
        [times, given, each],
        (count, once, cost) => Math.max(0, count * weight + once) + count * cost,
      );
      return when(isIncluded, sum([check, all]));
    }),
  );
}
