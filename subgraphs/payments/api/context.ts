import type DataLoader from "dataloader";
import type { Id } from "#kernel/id.ts";
import { hasScope } from "#kernel/identity.ts";
import { loadMany, loadOne } from "#kernel/loader.ts";
import type { RequestScope } from "#kernel/subgraph.ts";
import type { Payment } from "../domain/payment.ts";
import type { Refund } from "../domain/refund.ts";
import type { Ports } from "../ports.ts";

/** A request with what it reads, each kind in one statement however many ask. */
export interface Context extends RequestScope {
  readonly payments: DataLoader<Id, Payment | null>;
  readonly paymentsOfOrder: DataLoader<Id, readonly Payment[]>;
  readonly refundsOfPayment: DataLoader<Id, readonly Refund[]>;
}

export function createContext({ store }: Ports, scope: RequestScope): Context {
  return {
    ...scope,
    payments: loadOne(store.findPayments, ({ id }) => id),
    paymentsOfOrder: loadMany(store.findPaymentsOfOrders, ({ orderId }) => orderId),
    refundsOfPayment: loadMany(store.findRefunds, ({ paymentId }) => paymentId),
  };
}

/** The order's owner and staff; to everybody else a payment is not there. */
export function maySee({ caller }: RequestScope, payment: Payment): boolean {
  return payment.owner === caller.subject || hasScope(caller, "orders:read");
}
