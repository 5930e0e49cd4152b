import { failureMessage } from "../domain/failure.ts";
import type { Payment } from "../domain/payment.ts";
import type { Refund } from "../domain/refund.ts";
import { type Context, maySee } from "./context.ts";
import type { OrderResolvers, PaymentResolvers, QueryResolvers } from "./resolvers.generated.ts";

/** A payment as resolvers hand it on: a refund's answer brings the refunds along, a dry run's own among them. */
export interface PaymentAnswer extends Payment {
  readonly refunds?: readonly Refund[];
}

/** An order of which only the id is known here. */
export interface OrderReference {
  readonly id: string;
}

export const paymentResolvers: PaymentResolvers = {
  __resolveReference: ({ id }, context) => visiblePayment(id, context),
  order: ({ orderId }) => ({ id: orderId }),
  status: ({ state }) => state.status,
  refunds: ({ id, refunds }, _args, context) => refunds ?? context.refundsOfPayment.load(id),
  nextAction: ({ state }) => (state.status === "REQUIRES_ACTION" ? state.nextAction : null),
  failure: ({ state }) =>
    state.status === "FAILED" ? { code: state.failure, message: failureMessage(state.failure) } : null,
};

export const orderResolvers: OrderResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  payments: async ({ id }, _args, context) =>
    (await context.paymentsOfOrder.load(id)).filter((payment) => maySee(context, payment)),
};

export const paymentQuery: QueryResolvers["payment"] = (_parent, { id }, context) => visiblePayment(id, context);

async function visiblePayment(id: string, context: Context): Promise<PaymentAnswer | null> {
  const payment = await context.payments.load(id);
  return payment && maySee(context, payment) ? payment : null;
}
