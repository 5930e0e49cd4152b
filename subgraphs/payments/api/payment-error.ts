import { formatMoney } from "#kernel/money.ts";
import { commonUserError } from "#kernel/user-error.ts";
import type { NothingDueBecause, PaymentRefusal } from "../domain/refusal.ts";
import type { PaymentAnswer } from "./payment.ts";

/** The payload of both mutations. */
export function done(payment: PaymentAnswer) {
  return { payment, errors: [] };
}

export function refused(refusals: readonly PaymentRefusal[], locale: string) {
  return { payment: null, errors: refusals.map((refusal) => userErrorOf(refusal, locale)) };
}

function userErrorOf(refusal: PaymentRefusal, locale: string) {
  switch (refusal.type) {
    case "NothingDue": {
      const { orderId, because } = refusal;
      const error = { code: "NOTHING_DUE", message: NOTHING_DUE[because], path: ["orderId"] } as const;
      return { __typename: "NothingDueError", ...error, order: { id: orderId } } as const;
    }
    case "AmountTooLarge": {
      const { refundable } = refusal;
      const message = `At most ${formatMoney(refundable, locale)} can be refunded.`;
      return {
        __typename: "AmountTooLargeError",
        code: "AMOUNT_TOO_LARGE",
        message,
        path: ["amount"],
        refundable,
      } as const;
    }
    default:
      return commonUserError(refusal) as Exclude<ReturnType<typeof commonUserError>, StaleVersion>;
  }
}

/** Payments are not edited, so `PaymentError` has no such member. */
type StaleVersion = { readonly __typename: "StaleVersionError" };

const NOTHING_DUE: Readonly<Record<NothingDueBecause, string>> = {
  notPending: "This order is not waiting for a payment.",
  pastDue: "The time to pay this order is over. Place it again.",
  paid: "This order is paid.",
  inProcess: "A payment of this order is being processed. Wait for its outcome.",
};
