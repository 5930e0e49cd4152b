import { decimalOf, exponentOf, formatMoney, type Money } from "./money.ts";
import type { RequestScope } from "./subgraph.ts";
import { scalars } from "./scalars.ts";

/** Resolvers of schema/common.graphql, the same in every subgraph. Unions and interfaces go by `__typename`. */
export const commonResolvers = {
  ...scalars,
  Money: {
    exponent: (amount: Money) => exponentOf(amount.currency),
    decimal: (amount: Money) => decimalOf(amount),
    formatted: (amount: Money, { locale }: { locale?: string | null }, { context }: RequestScope) =>
      formatMoney(amount, locale ?? context.locale),
  },
};
