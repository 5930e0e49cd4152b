import { idFromUuid, uuidOf } from "#kernel/id.ts";
import { money } from "#kernel/money.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { Payment, PaymentState } from "../../domain/payment.ts";
import type { Refund } from "../../domain/refund.ts";
import type { PaymentRow, RefundRow } from "./entities.ts";

/** A payment's row with the owner of its order's account. */
export type OwnedPaymentRow = Omit<PaymentRow, "nextCheckAt"> & { readonly owner: string };

export function paymentOf(row: OwnedPaymentRow): Payment {
  const { currency, provider, owner, createdAt, updatedAt, createdBy } = row;
  return {
    id: idFromUuid(PREFIXES.Payment, row.id),
    orderId: idFromUuid(PREFIXES.Order, row.orderId),
    owner,
    provider,
    amount: money(row.amount, currency),
    state: stateOf(row),
    refunded: money(row.refunded, currency),
    refunding: money(row.refunding, currency),
    createdAt,
    updatedAt,
    createdBy,
  };
}

/** The constraints of the table hold what each state needs. */
function stateOf({ status, wanted, failure, actionUrl, actionExpiresAt }: OwnedPaymentRow): PaymentState {
  switch (status) {
    case "PROCESSING":
    case "CANCELLED":
      return { status };
    case "SUCCEEDED":
      return { status, wanted };
    case "FAILED":
      return { status, failure: failure! };
    case "REQUIRES_ACTION":
      return { status, nextAction: { kind: "REDIRECT", redirectUrl: actionUrl!, expiresAt: actionExpiresAt! } };
  }
}

export function paymentRowOf(payment: Payment, nextCheckAt: Date | null): PaymentRow {
  const { state, amount, refunded, refunding, provider, createdAt, updatedAt, createdBy } = payment;
  const action = state.status === "REQUIRES_ACTION" ? state.nextAction : undefined;
  return {
    id: known(uuidOf(PREFIXES.Payment, payment.id)),
    orderId: known(uuidOf(PREFIXES.Order, payment.orderId)),
    provider,
    amount: amount.minorUnits,
    refunded: refunded.minorUnits,
    refunding: refunding.minorUnits,
    currency: amount.currency,
    status: state.status,
    wanted: state.status !== "SUCCEEDED" || state.wanted,
    failure: state.status === "FAILED" ? state.failure : null,
    actionUrl: action?.redirectUrl ?? null,
    actionExpiresAt: action?.expiresAt ?? null,
    nextCheckAt,
    createdAt,
    updatedAt,
    createdBy,
  };
}

export function refundOf(row: Omit<RefundRow, "nextCheckAt">): Refund {
  const { status, reason, createdAt, updatedAt, createdBy } = row;
  return {
    id: idFromUuid(PREFIXES.Refund, row.id),
    paymentId: idFromUuid(PREFIXES.Payment, row.paymentId),
    amount: money(row.amount, row.currency),
    status,
    reason,
    createdAt,
    updatedAt,
    createdBy,
  };
}

export function refundRowOf(refund: Refund, nextCheckAt: Date | null): RefundRow {
  const { amount, ...rest } = refund;
  return {
    ...rest,
    id: known(uuidOf(PREFIXES.Refund, refund.id)),
    paymentId: known(uuidOf(PREFIXES.Payment, refund.paymentId)),
    amount: amount.minorUnits,
    currency: amount.currency,
    nextCheckAt,
  };
}

/** The UUIDs of the ids that are of this kind; the others cannot have a row. */
export function uuidsOf(prefix: string, ids: readonly string[]): string[] {
  return ids.map((id) => uuidOf(prefix, id)).filter((uuid) => uuid !== undefined);
}

export function known(uuid: string | undefined): string {
  if (uuid === undefined) throw new TypeError("Something to be kept has a malformed id");
  return uuid;
}
