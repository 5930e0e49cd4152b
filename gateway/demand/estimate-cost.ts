import type { PricedField } from "./price-operation.ts";
import { combine, sum, type Varying, when } from "./varying.ts";

/** What fields are expected to cost: each the times that it is expected, with its arguments once. */
export function estimateCost(fields: readonly PricedField[]): Varying<number> {
  return sum(
    fields.map(({ isIncluded, given, check, items, weight, below }) => {
      const each = sum([weight, estimateCost(below)]);
      const all = each === 0 ? 0 : combine([items, each], (count, cost) => count * cost);
      return when(isIncluded, sum([check, all, given]));
    }),
  );
}
