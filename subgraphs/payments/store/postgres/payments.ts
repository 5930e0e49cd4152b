import { Any } from "typeorm";
import type { Database } from "#kernel/database.ts";
import { uuidOf } from "#kernel/id.ts";
import { PREFIXES } from "#kernel/prefixes.ts";
import { PAYMENTS_PER_ORDER_MAX } from "../../domain/start.ts";
import type { Due, PaymentStore } from "../../ports.ts";
import { OWNED_PAYMENT, PAYMENTS_OF_ORDER } from "./columns.ts";
import { RefundEntity } from "./entities.ts";
import { paymentTransaction } from "./payment-transaction.ts";
import { known, paymentOf, refundOf, uuidsOf } from "./rows.ts";

/** The store of payments on PostgreSQL. */
export function postgresPayments(database: Database): PaymentStore {
  return {
    transact: (work) => database.transact((tx) => work(paymentTransaction(tx))),

    findPayments: async (ids) => {
      const uuids = uuidsOf(PREFIXES.Payment, ids);
      return uuids.length === 0 ? [] : (await database.query(FIND_PAYMENTS, [uuids])).map(paymentOf);
    },
    findPaymentsOfOrders: async (orderIds) => {
      const uuids = uuidsOf(PREFIXES.Order, orderIds);
      if (uuids.length === 0) return [];
      return (await database.query(PAYMENTS_OF_ORDER, [uuids, PAYMENTS_PER_ORDER_MAX])).map(paymentOf);
    },
    findRefunds: async (paymentIds) => {
      const uuids = uuidsOf(PREFIXES.Payment, paymentIds);
      if (uuids.length === 0) return [];
      const where = { paymentId: Any(uuids) };
      return (await database.manager.find(RefundEntity, { where, order: { createdAt: "ASC", id: "ASC" } })).map(
        refundOf,
      );
    },

    keepWebhook: async ({ provider, eventId, body, receivedAt }, checkAt) => {
      const [row] = await database.query(KEEP_WEBHOOK, [provider, eventId, body, receivedAt, checkAt]);
      return { isDone: row.isDone };
    },
    findDue: async (now, limitEach) => loadDue(database, await database.query(FIND_DUE, [now, limitEach])),
    checkPaymentAt: async ({ id, state }, at) =>
      void (await database.query(CHECK_PAYMENT_AT, [known(uuidOf(PREFIXES.Payment, id)), state.status, at])),
    checkRefundAt: async (id, at) =>
      void (await database.query(CHECK_REFUND_AT, [known(uuidOf(PREFIXES.Refund, id)), at])),
    checkWebhookAt: async ({ provider, eventId }, at) =>
      void (await database.query(CHECK_WEBHOOK_AT, [provider, eventId, at])),
    removeWebhooksBefore: async (moment) => void (await database.query(REMOVE_WEBHOOKS, [moment])),
  };
}

const FIND_PAYMENTS = `
  SELECT ${OWNED_PAYMENT} FROM payments AS p JOIN order_accounts AS a ON a.order_id = p.order_id
  WHERE p.id = ANY($1::uuid[])`;

const KEEP_WEBHOOK = `
  INSERT INTO webhook_events AS known (provider, event_id, body, received_at, copies, next_check_at)
  VALUES ($1, $2, $3, $4, 1, $5)
  ON CONFLICT (provider, event_id) DO UPDATE SET copies = known.copies + 1
  RETURNING done_at IS NOT NULL AS "isDone"`;

/** One statement for all three, because it runs every few seconds and mostly finds nothing. */
const FIND_DUE = `
  (SELECT 'payment' AS kind, id::text, NULL AS event FROM payments
   WHERE next_check_at <= $1 ORDER BY next_check_at LIMIT $2)
  UNION ALL
  (SELECT 'refund', id::text, NULL FROM refunds WHERE next_check_at <= $1 ORDER BY next_check_at LIMIT $2)
  UNION ALL
  (SELECT 'webhook', provider, event_id FROM webhook_events
   WHERE next_check_at <= $1 ORDER BY next_check_at LIMIT $2)`;

const FIND_REFUNDS = `
  SELECT r.id, r.payment_id AS "paymentId", r.amount, r.currency, r.status, r.reason, r.created_at AS "createdAt",
    r.updated_at AS "updatedAt", r.created_by AS "createdBy", p.provider
  FROM refunds AS r JOIN payments AS p ON p.id = r.payment_id WHERE r.id = ANY($1::uuid[])`;

const FIND_WEBHOOKS = `
  SELECT provider, event_id AS "eventId", body, received_at AS "receivedAt" FROM webhook_events
  WHERE (provider, event_id) IN (SELECT * FROM unnest($1::text[], $2::text[]))`;

interface DueRow {
  readonly kind: "payment" | "refund" | "webhook";
  readonly id: string;
  readonly event: string | null;
}

async function loadDue(database: Database, rows: readonly DueRow[]): Promise<Due> {
  const { payment = [], refund = [], webhook = [] } = Object.groupBy(rows, ({ kind }) => kind);
  const read = async (sql: string, due: readonly DueRow[], ...keys: (keyof DueRow)[]): Promise<any[]> =>
    due.length === 0
      ? []
      : database.query(
          sql,
          keys.map((key) => due.map((row) => row[key])),
        );
  return {
    payments: (await read(FIND_PAYMENTS, payment, "id")).map(paymentOf),
    refunds: (await read(FIND_REFUNDS, refund, "id")).map(({ provider, ...row }) => ({
      provider,
      refund: refundOf(row),
    })),
    webhooks: await read(FIND_WEBHOOKS, webhook, "id", "event"),
  };
}

const CHECK_PAYMENT_AT = `UPDATE payments SET next_check_at = $3 WHERE id = $1 AND status = $2`;
const CHECK_REFUND_AT = `UPDATE refunds SET next_check_at = $2 WHERE id = $1 AND status = 'PENDING'`;
const CHECK_WEBHOOK_AT = `
  UPDATE webhook_events SET next_check_at = $3 WHERE provider = $1 AND event_id = $2 AND done_at IS NULL`;
const REMOVE_WEBHOOKS = `DELETE FROM webhook_events WHERE received_at < $1 AND done_at IS NOT NULL`;
