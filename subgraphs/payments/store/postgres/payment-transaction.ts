import type { Transaction } from "#kernel/database.ts";
import { type Id, uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import type { OrderAccount } from "../../domain/order-account.ts";
import { PAYMENTS_PER_ORDER_MAX } from "../../domain/start.ts";
import type { PaymentTransaction } from "../../ports.ts";
import { OWNED_PAYMENT, PAYMENTS_OF_ORDER } from "./columns.ts";
import { PaymentEntity, RefundEntity } from "./entities.ts";
import { known, paymentOf, paymentRowOf, refundOf, refundRowOf } from "./rows.ts";

/** Changes of payments. The account's row is always locked first, so that two changes of one order never deadlock. */
export function paymentTransaction(tx: Transaction): PaymentTransaction {
  const account = async (orderId: Id, owner: Id, now: Date, closedAt: Date | null): Promise<OrderAccount> => {
    const [row] = await tx.query(OPEN_ACCOUNT, [known(uuidOf(PREFIXES.Order, orderId)), owner, now, closedAt]);
    return { orderId, owner: row.owner, closedAt: row.closedAt };
  };
  const findPayment = async (id: Id, lock = "") => {
    const uuid = uuidOf(PREFIXES.Payment, id);
    return uuid === undefined ? undefined : (await tx.query(FIND_PAYMENT + lock, [uuid]))[0];
  };

  return {
    claim: (claim) => tx.claim(claim),
    receive: (eventId) => tx.receive(eventId),
    emit: (event) => tx.emit(event),
    openAccount: (orderId, owner, now) => account(orderId, owner, now, null),
    closeAccount: (orderId, owner, now) => account(orderId, owner, now, now),

    lockPayment: async (id) => {
      const row = await findPayment(id, "FOR UPDATE OF a, p");
      if (!row) return undefined;
      const payment = paymentOf(row);
      return { payment, account: { orderId: payment.orderId, owner: row.owner, closedAt: row.closedAt } };
    },
    lockRefund: async (id) => {
      const uuid = uuidOf(PREFIXES.Refund, id);
      if (uuid === undefined) return undefined;
      const [row] = await tx.query(LOCK_REFUND, [uuid]);
      if (!row) return undefined;
      const payment = paymentOf(row);
      const { refundStatus: status, reason, refundCreatedAt: createdAt, refundUpdatedAt: updatedAt } = row;
      const amount = { minorUnits: row.refundAmount, currency: row.currency };
      const createdBy = row.refundCreatedBy;
      return {
        payment,
        refund: { id, paymentId: payment.id, amount, status, reason, createdAt, updatedAt, createdBy },
      };
    },
    findPayment: async (id) => {
      const row = await findPayment(id);
      return row && paymentOf(row);
    },
    findPaymentsOfOrder: async (orderId) => {
      const parameters = [[known(uuidOf(PREFIXES.Order, orderId))], PAYMENTS_PER_ORDER_MAX];
      return (await tx.query(PAYMENTS_OF_ORDER, parameters)).map(paymentOf);
    },
    findRefundsOfPayment: async (paymentId) => {
      const where = { paymentId: known(uuidOf(PREFIXES.Payment, paymentId)) };
      return (await tx.manager.find(RefundEntity, { where, order: { createdAt: "ASC", id: "ASC" } })).map(refundOf);
    },

    insertPayment: async (payment, checkAt) =>
      void (await tx.manager.insert(PaymentEntity, paymentRowOf(payment, checkAt))),
    updatePayment: async (payment, checkAt) => {
      const row = paymentRowOf(payment, checkAt);
      const money = [row.refunded, row.refunding];
      const state = [row.status, row.wanted, row.failure, row.actionUrl, row.actionExpiresAt, row.nextCheckAt];
      const [{ version }] = await tx.query(UPDATE_PAYMENT, [row.id, row.orderId, row.updatedAt, ...money, ...state]);
      return version;
    },
    insertRefund: async (refund, checkAt) => void (await tx.manager.insert(RefundEntity, refundRowOf(refund, checkAt))),
    settleRefund: async (refund, payment) => {
      const { id, status, updatedAt } = refundRowOf(refund, null);
      const { id: paymentId, orderId, refunded, refunding } = paymentRowOf(payment, null);
      const parameters = [id, status, updatedAt, paymentId, refunded, refunding, orderId];
      const [{ version }] = await tx.query(SETTLE_REFUND, parameters);
      return version;
    },
    takeWebhook: async ({ provider, eventId }, now) =>
      (await tx.query(TAKE_WEBHOOK, [provider, eventId, now])).length > 0,
  };
}

/** A guest's order may become a customer's; a fact asked for before that must not turn it back. */
const OPEN_ACCOUNT = `
  INSERT INTO order_accounts AS a (order_id, owner, closed_at, created_at, updated_at, version)
  VALUES ($1, $2, $4::timestamptz, $3, $3, 1)
  ON CONFLICT (order_id) DO UPDATE SET
    owner = CASE WHEN a.owner LIKE '${PREFIXES.Guest}\\_%' THEN excluded.owner ELSE a.owner END,
    closed_at = coalesce(a.closed_at, excluded.closed_at),
    updated_at = excluded.updated_at,
    version = a.version + 1
  RETURNING owner, closed_at AS "closedAt"`;

/** Both rows are named in the lock, so that what is read of them is what stands there once the lock is held. */
const FIND_PAYMENT = `
  SELECT ${OWNED_PAYMENT}, a.closed_at AS "closedAt"
  FROM order_accounts AS a JOIN payments AS p ON p.order_id = a.order_id WHERE p.id = $1 `;

const LOCK_REFUND = `
  SELECT ${OWNED_PAYMENT}, r.amount AS "refundAmount", r.status AS "refundStatus", r.reason,
    r.created_at AS "refundCreatedAt", r.updated_at AS "refundUpdatedAt", r.created_by AS "refundCreatedBy"
  FROM order_accounts AS a
  JOIN payments AS p ON p.order_id = a.order_id
  JOIN refunds AS r ON r.payment_id = p.id
  WHERE r.id = $1 FOR UPDATE OF a, p, r`;

const UPDATE_PAYMENT = `
  WITH payment AS (
    UPDATE payments SET
      updated_at = $3, refunded = $4, refunding = $5, status = $6, wanted = $7, failure = $8, action_url = $9,
      action_expires_at = $10, next_check_at = $11
    WHERE id = $1
  )
  UPDATE order_accounts SET version = version + 1, updated_at = $3 WHERE order_id = $2 RETURNING version`;

const SETTLE_REFUND = `
  WITH refund AS (
    UPDATE refunds SET status = $2, updated_at = $3, next_check_at = NULL WHERE id = $1
  ), payment AS (
    UPDATE payments SET refunded = $5, refunding = $6, updated_at = $3 WHERE id = $4
  )
  UPDATE order_accounts SET version = version + 1, updated_at = $3 WHERE order_id = $7 RETURNING version`;

/** Copies wait here for the first one; when it has committed, they find it done. */
const TAKE_WEBHOOK = `
  UPDATE webhook_events SET done_at = $3, next_check_at = NULL
  WHERE provider = $1 AND event_id = $2 AND done_at IS NULL RETURNING 1`;
