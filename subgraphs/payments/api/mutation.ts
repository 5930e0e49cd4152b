import { notFound, checkInput } from "#kernel/user-error.ts";
import { requestRefund } from "../commands/request-refund.ts";
import { startPayment } from "../commands/start-payment.ts";
import type { Ports } from "../ports.ts";
import { done, refused } from "./payment-error.ts";
import { paymentRefundInput, paymentStartInput } from "./payment-input.ts";
import type { MutationResolvers } from "./resolvers.generated.ts";

export function mutationResolvers(ports: Ports): MutationResolvers {
  return {
    paymentStart: async (_parent, { input }, context) => {
      const { locale } = context.context;
      const checked = checkInput(paymentStartInput, input);
      if (!checked.ok) return refused(checked.refusal, locale);
      const { orderId, method, returnUrl, idempotencyKey } = checked.value;
      const { idempotencyKey: _key, ...args } = input;
      /** A service has no orders of its own. */
      const caller = context.caller.subject;
      if (caller === null) return refused([notFound(["orderId"], orderId)], locale);
      const command = { caller, orderId, ...method.token, returnUrl, idempotencyKey, args };
      const started = await startPayment(ports, command, context);
      return started.ok ? done(started.value) : refused([started.refusal], locale);
    },
    paymentRefund: async (_parent, { input }, context) => {
      const { locale } = context.context;
      const checked = checkInput(paymentRefundInput, input);
      if (!checked.ok) return refused(checked.refusal, locale);
      const { idempotencyKey: _key, ...args } = input;
      /** Scopes come with a subject. */
      const command = { ...checked.value, caller: context.caller.subject!, args };
      const requested = await requestRefund(ports, command, context.requestId);
      if (!requested.ok) return refused([requested.refusal], locale);
      return done({ ...requested.value.payment, refunds: requested.value.refunds });
    },
  };
}
