import type { Money } from "#kernel/money.ts";
import type { NewEventOf } from "#schema/events.ts";
import type { Payment } from "./payment.ts";
import type { Refund } from "./refund.ts";

/** When and where in the order's account something happened. Events of one order arrive in the order of `sequence`. */
export interface Moment {
  readonly sequence: number;
  readonly occurredAt: Date;
  readonly requestId: string;
}

export function paymentSucceeded({ id, orderId, amount }: Payment, moment: Moment): NewEventOf<"payments"> {
  const data = { paymentId: id, orderId, amount: plain(amount) };
  return { type: "PaymentSucceeded", aggregateId: orderId, ...moment, data };
}

export function paymentFailed({ id, orderId }: Payment, code: string, moment: Moment): NewEventOf<"payments"> {
  return { type: "PaymentFailed", aggregateId: orderId, ...moment, data: { paymentId: id, orderId, code } };
}

export function refundSucceeded(
  { id: refundId, paymentId, amount }: Refund,
  { orderId }: Payment,
  orderFullyRefunded: boolean,
  moment: Moment,
): NewEventOf<"payments"> {
  const data = { refundId, paymentId, orderId, amount: plain(amount), orderFullyRefunded };
  return { type: "RefundSucceeded", aggregateId: orderId, ...moment, data };
}

/** Amounts are within ±(2^53 − 1), so a JSON number holds them. */
function plain({ minorUnits, currency }: Money) {
  return { minorUnits: Number(minorUnits), currency };
}
