import { EntitySchema } from "typeorm";
import type { FailureCode } from "../../domain/failure.ts";
import type { PaymentStatus } from "../../domain/payment.ts";
import type { RefundStatus } from "../../domain/refund.ts";

/** A row of `payments`; ids are bare UUIDs here. */
export interface PaymentRow {
  readonly id: string;
  readonly orderId: string;
  readonly provider: string;
  readonly amount: bigint;
  readonly refunded: bigint;
  readonly refunding: bigint;
  readonly currency: string;
  readonly status: PaymentStatus;
  /** False for money that came when the order no longer wanted it. */
  readonly wanted: boolean;
  readonly failure: FailureCode | null;
  readonly actionUrl: string | null;
  readonly actionExpiresAt: Date | null;
  /** When the provider is asked how it stands; null when nothing is open. */
  readonly nextCheckAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string;
}

export const PaymentEntity = new EntitySchema<PaymentRow>({
  name: "Payment",
  tableName: "payments",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "payments_pkey" },
    orderId: { type: "uuid", name: "order_id" },
    provider: { type: "text" },
    amount: { type: "bigint" },
    refunded: { type: "bigint" },
    refunding: { type: "bigint" },
    currency: { type: "text" },
    status: { type: "text" },
    wanted: { type: "boolean" },
    failure: { type: "text", nullable: true },
    actionUrl: { type: "text", name: "action_url", nullable: true },
    actionExpiresAt: { type: "timestamptz", precision: 3, name: "action_expires_at", nullable: true },
    nextCheckAt: { type: "timestamptz", precision: 3, name: "next_check_at", nullable: true },
    createdAt: { type: "timestamptz", precision: 3, name: "created_at" },
    updatedAt: { type: "timestamptz", precision: 3, name: "updated_at" },
    createdBy: { type: "text", name: "created_by" },
  },
});

/** A row of `refunds`. */
export interface RefundRow {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly status: RefundStatus;
  readonly reason: string;
  /** When the provider is asked again; null once it is settled. */
  readonly nextCheckAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly createdBy: string;
}

export const RefundEntity = new EntitySchema<RefundRow>({
  name: "Refund",
  tableName: "refunds",
  columns: {
    id: { type: "uuid", primary: true, primaryKeyConstraintName: "refunds_pkey" },
    paymentId: { type: "uuid", name: "payment_id" },
    amount: { type: "bigint" },
    currency: { type: "text" },
    status: { type: "text" },
    reason: { type: "text" },
    nextCheckAt: { type: "timestamptz", precision: 3, name: "next_check_at", nullable: true },
    createdAt: { type: "timestamptz", precision: 3, name: "created_at" },
    updatedAt: { type: "timestamptz", precision: 3, name: "updated_at" },
    createdBy: { type: "text", name: "created_by" },
  },
});
