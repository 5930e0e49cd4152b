import { randomUUID } from "node:crypto";
import type { Database } from "#kernel/database.ts";
import type { Id } from "#kernel/id.ts";
import type { Money } from "#kernel/money.ts";
import type { FailureCode } from "../../domain/failure.ts";
import type { Delivery } from "./sandbox-webhook.ts";

/** A charge in the sandbox's own books. */
export interface SandboxCharge {
  /** Not to be guessed: who knows it may approve it. */
  readonly id: string;
  readonly paymentId: Id;
  readonly status: SandboxStatus;
  readonly failure: FailureCode | null;
  readonly returnUrl: string | null;
  /** When it settles (processing) or lapses (requires_action); null when neither. */
  readonly dueAt: Date | null;
}

export type SandboxStatus = "processing" | "requires_action" | "succeeded" | "failed" | "cancelled";

export interface NewCharge extends Omit<SandboxCharge, "id"> {
  readonly amount: Money;
  /** Whether the shop is told by webhook. */
  readonly isAnnounced: boolean;
}

/** The sandbox's books. Every change that the shop is told of and the note to tell it are one statement. */
export interface SandboxLedger {
  /** Once for each payment: `isNew` is false for a repeat, which changes nothing. */
  openCharge(charge: NewCharge): Promise<{ charge: SandboxCharge; isNew: boolean; deliveries: Delivery[] }>;
  findChargeOf(paymentId: Id): Promise<SandboxCharge | undefined>;
  findCharge(id: string): Promise<SandboxCharge | undefined>;
  /** The buyer's decision, when the charge still waits for it. */
  decide(id: string, decision: "approve" | "decline"): Promise<Delivery[]>;
  cancel(paymentId: Id): Promise<void>;
  /** Sends money back once for each refund, never more than was charged. */
  refund(refundId: Id, paymentId: Id, amount: Money): Promise<{ isKnown: boolean; deliveries: Delivery[] }>;
  /** Settles what is due and takes the deliveries that are due; taken ones come again later unless they are done. */
  takeDue(): Promise<Delivery[]>;
  delivered(id: string): Promise<void>;
  removeDeliveriesBefore(moment: Date): Promise<void>;
}

const DELIVERIES_MAX = 50;

export function sandboxLedger(database: Database, now: () => Date): SandboxLedger {
  const findBy = async (column: "id" | "payment_id", value: string) =>
    (await database.query<SandboxCharge>(`SELECT ${CHARGE} FROM sandbox_charges WHERE ${column} = $1`, [value]))[0];

  return {
    openCharge: async ({ paymentId, amount, status, failure, returnUrl, dueAt, isAnnounced }) => {
      const values = [paymentId, amount.minorUnits, amount.currency, status, failure, returnUrl, dueAt];
      const id = randomUUID();
      const rows = await database.query(OPEN_CHARGE, [id, now(), isAnnounced, ...values]);
      if (rows.length === 0) return { charge: (await findBy("payment_id", paymentId))!, isNew: false, deliveries: [] };
      const charge = { id, paymentId, status, failure, returnUrl, dueAt };
      return { charge, isNew: true, deliveries: rows.filter((row) => row.id !== null) };
    },
    findChargeOf: (paymentId) => findBy("payment_id", paymentId),
    findCharge: (id) => findBy("id", id),
    decide: (id, decision) => {
      const outcome = decision === "approve" ? ["succeeded", null] : ["failed", "AUTHENTICATION_FAILED"];
      return database.query(DECIDE, [id, now(), ...outcome]);
    },
    cancel: async (paymentId) => void (await database.query(CANCEL, [paymentId, now()])),
    refund: async (refundId, paymentId, amount) => {
      const deliveries = await database.query(REFUND, [refundId, now(), paymentId, amount.minorUnits, amount.currency]);
      if (deliveries.length > 0) return { isKnown: true, deliveries };
      const known = await database.query(`SELECT 1 FROM sandbox_refunds WHERE id = $1`, [refundId]);
      return { isKnown: known.length > 0, deliveries };
    },
    takeDue: () => database.query(TAKE_DUE, [now(), DELIVERIES_MAX]),
    delivered: async (id) => void (await database.query(`DELETE FROM sandbox_deliveries WHERE id = $1`, [id])),
    removeDeliveriesBefore: async (moment) =>
      void (await database.query(`DELETE FROM sandbox_deliveries WHERE created_at < $1`, [moment])),
  };
}

const CHARGE = `id, payment_id AS "paymentId", status, failure, return_url AS "returnUrl", due_at AS "dueAt"`;
const DELIVERY = `id, type, subject, failure, created_at AS "createdAt"`;

/** The first attempt is made at once by whoever wrote the note; should it fail, the next is due 5 s later. */
const NOTE = `INSERT INTO sandbox_deliveries (id, type, subject, failure, attempts, next_attempt_at, created_at)`;
const NOTED = `1, $2::timestamptz + interval '5 seconds', $2::timestamptz`;

const OPEN_CHARGE = `
  WITH opened AS (
    INSERT INTO sandbox_charges (id, created_at, updated_at, payment_id, amount, currency, status, failure, return_url, due_at)
    VALUES ($1, $2, $2, $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (payment_id) DO NOTHING RETURNING payment_id
  ), noted AS (
    ${NOTE} SELECT gen_random_uuid(), 'charge.succeeded', payment_id, NULL, ${NOTED} FROM opened WHERE $3::boolean
    RETURNING ${DELIVERY}
  )
  SELECT noted.* FROM opened LEFT JOIN noted ON true`;

const DECIDE = `
  WITH decided AS (
    UPDATE sandbox_charges SET status = $3, failure = $4, due_at = NULL, updated_at = $2
    WHERE id = $1 AND status = 'requires_action' AND due_at > $2 RETURNING payment_id, status, failure
  )
  ${NOTE} SELECT gen_random_uuid(), 'charge.' || status, payment_id, failure, ${NOTED} FROM decided
  RETURNING ${DELIVERY}`;

const CANCEL = `
  UPDATE sandbox_charges SET status = 'cancelled', due_at = NULL, updated_at = $2
  WHERE payment_id = $1 AND status = 'requires_action'`;

/** A refund of this id that is being written by another call makes the insert wait, then do nothing. */
const REFUND = `
  WITH refund AS (
    INSERT INTO sandbox_refunds (id, charge_id, amount, created_at)
    SELECT $1, id, $4::bigint, $2::timestamptz FROM sandbox_charges
    WHERE payment_id = $3 AND status = 'succeeded' AND currency = $5 AND refunded + $4::bigint <= amount
    ON CONFLICT (id) DO NOTHING RETURNING id, charge_id, amount
  ), charge AS (
    UPDATE sandbox_charges SET refunded = refunded + refund.amount, updated_at = $2
    FROM refund WHERE sandbox_charges.id = refund.charge_id
  )
  ${NOTE} SELECT gen_random_uuid(), 'refund.succeeded', id, NULL, ${NOTED} FROM refund
  RETURNING ${DELIVERY}`;

/** Attempts are 5, 10, 20 and then 30 seconds apart. */
const TAKE_DUE = `
  WITH settled AS (
    UPDATE sandbox_charges SET
      status = CASE status WHEN 'processing' THEN 'succeeded' ELSE 'failed' END,
      failure = CASE status WHEN 'processing' THEN NULL ELSE 'EXPIRED' END,
      due_at = NULL,
      updated_at = $1
    WHERE due_at <= $1 RETURNING payment_id, status, failure
  ), noted AS (
    ${NOTE}
    SELECT gen_random_uuid(), 'charge.' || status, payment_id, failure, 1, $1::timestamptz + interval '5 seconds', $1
    FROM settled RETURNING ${DELIVERY}
  ), taken AS (
    UPDATE sandbox_deliveries SET
      attempts = attempts + 1,
      next_attempt_at = $1::timestamptz + least(30, 5 * 2 ^ least(attempts, 4)) * interval '1 second'
    WHERE id IN (
      SELECT id FROM sandbox_deliveries WHERE next_attempt_at <= $1 ORDER BY next_attempt_at LIMIT $2
      FOR UPDATE SKIP LOCKED
    ) RETURNING ${DELIVERY}
  )
  SELECT * FROM noted UNION ALL SELECT * FROM taken`;
