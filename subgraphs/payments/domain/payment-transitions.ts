import type { ChargeReport } from "./charge.ts";
import type { OrderAccount } from "./order-account.ts";
import type { PaymentState, PaymentStatus } from "./payment.ts";

/** What happens to a payment. First answer, webhook, reconciliation and event all speak in these words. */
export type PaymentEvent =
  | Exclude<ChargeReport, { type: "processing" | "succeeded" }>
  /** The money came while the order was open. */
  | { readonly type: "succeeded" }
  /** The money came after the order was closed. */
  | { readonly type: "succeededTooLate" }
  /** The buyer would have to act for an order that was closed meanwhile. */
  | { readonly type: "actionRequiredTooLate" }
  /** The buyer starts another payment instead. */
  | { readonly type: "replaced" }
  /** The order was cancelled. */
  | { readonly type: "orderClosed" };

/** What else is to be done when it happens. */
export type PaymentEffect = "tellSucceeded" | "tellFailed" | "refundWhatIsLeft" | "cancelCharge";

interface Transition {
  readonly to: PaymentStatus;
  readonly effects: readonly PaymentEffect[];
}

const GIVEN_UP: Transition = { to: "CANCELLED", effects: ["cancelCharge"] };
const SENT_BACK: Transition = { to: "SUCCEEDED", effects: ["refundWhatIsLeft"] };

/** Whatever is not here has no effect: what comes twice, late or out of order changes nothing. */
const TRANSITIONS: Readonly<Record<PaymentStatus, Partial<Record<PaymentEvent["type"], Transition>>>> = {
  PROCESSING: {
    actionRequired: { to: "REQUIRES_ACTION", effects: [] },
    actionRequiredTooLate: GIVEN_UP,
    succeeded: { to: "SUCCEEDED", effects: ["tellSucceeded"] },
    succeededTooLate: SENT_BACK,
    failed: { to: "FAILED", effects: ["tellFailed"] },
    cancelled: { to: "CANCELLED", effects: [] },
  },
  REQUIRES_ACTION: {
    succeeded: { to: "SUCCEEDED", effects: ["tellSucceeded"] },
    succeededTooLate: SENT_BACK,
    failed: { to: "FAILED", effects: ["tellFailed"] },
    cancelled: { to: "CANCELLED", effects: [] },
    replaced: GIVEN_UP,
    orderClosed: GIVEN_UP,
  },
  SUCCEEDED: { orderClosed: SENT_BACK },
  /** The buyer was told that nothing was taken and may have paid again: what comes after all goes back. */
  FAILED: { succeeded: SENT_BACK, succeededTooLate: SENT_BACK },
  CANCELLED: { succeeded: SENT_BACK, succeededTooLate: SENT_BACK },
};

export interface PaymentStep {
  readonly state: PaymentState;
  readonly effects: readonly PaymentEffect[];
}

/** The state after the event and what is to be done, or undefined when it changes nothing. */
export function transition(state: PaymentState, event: PaymentEvent): PaymentStep | undefined {
  const found = TRANSITIONS[state.status][event.type];
  if (!found) return undefined;
  return { state: stateAfter(state, found, event), effects: found.effects };
}

function stateAfter(before: PaymentState, { to, effects }: Transition, event: PaymentEvent): PaymentState {
  if (before.status === to) return before;
  if (to === "SUCCEEDED") return { status: to, wanted: effects.includes("tellSucceeded") };
  if (event.type === "actionRequired") return { status: "REQUIRES_ACTION", nextAction: event.nextAction };
  if (event.type === "failed") return { status: "FAILED", failure: event.failure };
  return { status: "CANCELLED" };
}

/** What a provider's report means for a payment of this account; undefined while nothing is decided. */
export function eventOf(report: ChargeReport, account: Pick<OrderAccount, "closedAt">): PaymentEvent | undefined {
  if (report.type === "processing") return undefined;
  if (report.type === "actionRequired" && account.closedAt) return { type: "actionRequiredTooLate" };
  if (report.type !== "succeeded") return report;
  return { type: account.closedAt ? "succeededTooLate" : "succeeded" };
}
