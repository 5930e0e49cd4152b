import type { CallScope } from "#kernel/ask.ts";
import type { Clock } from "#kernel/clock.ts";
import type { Transaction } from "#kernel/database.ts";
import type { Id, Ids } from "#kernel/id.ts";
import type { Log } from "#kernel/log.ts";
import type { Money } from "#kernel/money.ts";
import type { Result } from "#kernel/result.ts";
import type { NewEventOf } from "#schema/events.ts";
import type { ChargeReport, RefundReport } from "./domain/charge.ts";
import type { OrderAccount } from "./domain/order-account.ts";
import type { Payment } from "./domain/payment.ts";
import type { Refund } from "./domain/refund.ts";
import type { PayableOrder } from "./domain/start.ts";

export interface Ports {
  readonly store: PaymentStore;
  readonly orders: Orders;
  /** In display order. */
  readonly providers: readonly PaymentProvider[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** The orders, as far as payments needs them. */
export interface Orders {
  findPayable(orderId: Id, scope: CallScope): Promise<PayableOrder | undefined>;
}

/**
 * A company that moves money. Every call may be repeated: our ids are its idempotency keys. A call that rejects, or does
 * not answer in time, leaves open what was done; it is found out by `findCharge` or by asking again.
 */
export interface PaymentProvider {
  /** Its name in the API and in `/hooks/payments/CODE`. */
  readonly code: string;
  /** For people. */
  readonly name: string;
  readonly currencies: readonly string[];
  /** Whether its form could have made this token; decided without asking it. */
  acceptsToken(token: string): boolean;
  startCharge(charge: ChargeOrder): Promise<ChargeReport>;
  /** How the charge of this payment stands; undefined when it has none. */
  findCharge(paymentId: Id): Promise<ChargeReport | undefined>;
  /** Asks that a charge which waits for the buyer never succeeds; answers how it stands now. */
  cancelCharge(paymentId: Id): Promise<ChargeReport | undefined>;
  refundCharge(refund: Pick<Refund, "id" | "paymentId" | "amount">): Promise<RefundReport>;
  /** Whether the provider sent this, unaltered and just now. */
  isGenuine(webhook: Webhook, now: Date): Promise<boolean>;
  /** What a genuine webhook's body says; undefined when it says nothing that could be told from another. */
  readWebhook(body: string): WebhookMessage | undefined;
}

export interface ChargeOrder {
  readonly paymentId: Id;
  readonly amount: Money;
  readonly token: string;
  /** Where the buyer comes back to after a page of the provider's. */
  readonly returnUrl: string | null;
}

export interface Webhook {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface WebhookMessage {
  /** The provider's id of it: the same whenever it is sent again. */
  readonly eventId: string;
  readonly about: WebhookSubject;
}

export type WebhookSubject =
  | { readonly type: "charge"; readonly paymentId: Id; readonly report: ChargeReport }
  | { readonly type: "refund"; readonly refundId: Id; readonly report: RefundReport }
  /** Of no concern here. */
  | { readonly type: "other" };

/** A webhook as it was stored, before anything was done about it. */
export interface StoredWebhook {
  readonly provider: string;
  readonly eventId: string;
  readonly body: string;
  readonly receivedAt: Date;
}

/** Payments, refunds, webhooks and the accounts of orders. Malformed ids are simply unknown. */
export interface PaymentStore {
  /** A refusal rolls back as a fault does; the work may run again, so it does nothing outside. */
  transact<Value, Refusal>(
    work: (tx: PaymentTransaction) => Promise<Result<Value, Refusal>>,
  ): Promise<Result<Value, Refusal>>;
  /** Those that exist, in any order. */
  findPayments(ids: readonly Id[]): Promise<Payment[]>;
  /** Of each order the newest, newest first. */
  findPaymentsOfOrders(orderIds: readonly Id[]): Promise<Payment[]>;
  /** Oldest first. */
  findRefunds(paymentIds: readonly Id[]): Promise<Refund[]>;
  /** Stores a webhook before it is acted on; answers whether an earlier copy was acted on already. */
  keepWebhook(webhook: StoredWebhook, checkAt: Date): Promise<{ isDone: boolean }>;
  /** What was to be looked at by now, the longest overdue first, at most `limitEach` of each kind. */
  findDue(now: Date, limitEach: number): Promise<Due>;
  /** When to look again; null for never. Does nothing when it has changed since `seen`. */
  checkPaymentAt(seen: Payment, at: Date | null): Promise<void>;
  checkRefundAt(refundId: Id, at: Date): Promise<void>;
  checkWebhookAt(webhook: StoredWebhook, at: Date): Promise<void>;
  removeWebhooksBefore(moment: Date): Promise<void>;
}

export interface Due {
  readonly payments: readonly Payment[];
  readonly refunds: readonly DueRefund[];
  readonly webhooks: readonly StoredWebhook[];
}

export interface DueRefund {
  readonly refund: Refund;
  readonly provider: string;
}

/** Changes. Everything of an order changes under the lock of its account, which the reads marked "locked" take. */
export interface PaymentTransaction extends Pick<Transaction, "claim" | "receive"> {
  /** The order's account, made when it is new; locked. A guest's owner gives way to a customer, never the reverse. */
  openAccount(orderId: Id, owner: Id, now: Date): Promise<OrderAccount>;
  /** The same for a cancelled order: it takes no more money. */
  closeAccount(orderId: Id, owner: Id, now: Date): Promise<OrderAccount>;
  /** A payment with its order's account; locked. */
  lockPayment(id: Id): Promise<{ payment: Payment; account: OrderAccount } | undefined>;
  /** A refund with its payment; locked. */
  lockRefund(id: Id): Promise<{ refund: Refund; payment: Payment } | undefined>;
  findPayment(id: Id): Promise<Payment | undefined>;
  findPaymentsOfOrder(orderId: Id): Promise<Payment[]>;
  findRefundsOfPayment(paymentId: Id): Promise<Refund[]>;
  insertPayment(payment: Payment, checkAt: Date | null): Promise<void>;
  /** Writes what changes of a locked payment; answers the account's new sequence. */
  updatePayment(payment: Payment, checkAt: Date | null): Promise<number>;
  insertRefund(refund: Refund, checkAt: Date): Promise<void>;
  /** Writes a settled refund and its payment, both locked; answers the account's new sequence. */
  settleRefund(refund: Refund, payment: Payment): Promise<number>;
  /** True once for each stored webhook: the mark and the effects commit together. */
  takeWebhook(webhook: Pick<StoredWebhook, "provider" | "eventId">, now: Date): Promise<boolean>;
  emit(event: NewEventOf<"payments">): void;
}
