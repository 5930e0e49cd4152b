import type { PaymentProvider } from "../ports.ts";
import type { QueryResolvers } from "./resolvers.generated.ts";

/** The ways to pay in the request's currency. */
export function paymentProvidersQuery(providers: readonly PaymentProvider[]): QueryResolvers["paymentProviders"] {
  return (_parent, _args, { context }) =>
    providers
      .filter(({ currencies }) => currencies.includes(context.currency))
      .map(({ code, name, currencies }) => ({ code, name, currencies: [...currencies] }));
}
