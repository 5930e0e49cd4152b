import type { MigrationInterface, QueryRunner } from "typeorm";

export class PaymentsTables1763690400000 implements MigrationInterface {
  readonly name = "PaymentsTables1763690400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE order_accounts (
        order_id uuid CONSTRAINT order_accounts_pkey PRIMARY KEY,
        owner text NOT NULL,
        closed_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        version int NOT NULL
      );

      CREATE TABLE payments (
        id uuid CONSTRAINT payments_pkey PRIMARY KEY,
        order_id uuid NOT NULL CONSTRAINT payments_order_id_fkey REFERENCES order_accounts (order_id),
        provider text NOT NULL,
        amount bigint NOT NULL CONSTRAINT payments_amount_positive CHECK (amount > 0),
        refunded bigint NOT NULL CONSTRAINT payments_refunded_not_negative CHECK (refunded >= 0),
        refunding bigint NOT NULL CONSTRAINT payments_refunding_not_negative CHECK (refunding >= 0),
        currency text NOT NULL,
        status text NOT NULL CONSTRAINT payments_status_known
          CHECK (status IN ('REQUIRES_ACTION', 'PROCESSING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
        wanted boolean NOT NULL,
        failure text,
        action_url text,
        action_expires_at timestamptz(3),
        next_check_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        CONSTRAINT payments_failure_iff_failed CHECK ((status = 'FAILED') = (failure IS NOT NULL)),
        CONSTRAINT payments_action_iff_required CHECK ((status = 'REQUIRES_ACTION') = (action_url IS NOT NULL)),
        CONSTRAINT payments_refunds_within_amount CHECK (refunded + refunding <= amount)
      );
      CREATE UNIQUE INDEX payments_one_live_per_order ON payments (order_id)
        WHERE status IN ('REQUIRES_ACTION', 'PROCESSING') OR (status = 'SUCCEEDED' AND wanted);
      CREATE INDEX payments_newest_of_order ON payments (order_id, created_at DESC, id DESC);
      CREATE INDEX payments_next_check_at ON payments (next_check_at) WHERE next_check_at IS NOT NULL;

      CREATE TABLE refunds (
        id uuid CONSTRAINT refunds_pkey PRIMARY KEY,
        payment_id uuid NOT NULL CONSTRAINT refunds_payment_id_fkey REFERENCES payments (id),
        amount bigint NOT NULL CONSTRAINT refunds_amount_positive CHECK (amount > 0),
        currency text NOT NULL,
        status text NOT NULL CONSTRAINT refunds_status_known CHECK (status IN ('PENDING', 'SUCCEEDED', 'FAILED')),
        reason text NOT NULL,
        next_check_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by text NOT NULL
      );
      CREATE INDEX refunds_oldest_of_payment ON refunds (payment_id, created_at, id);
      CREATE INDEX refunds_next_check_at ON refunds (next_check_at) WHERE next_check_at IS NOT NULL;

      CREATE TABLE webhook_events (
        provider text NOT NULL,
        event_id text NOT NULL,
        body text NOT NULL,
        received_at timestamptz(3) NOT NULL,
        copies int NOT NULL,
        done_at timestamptz(3),
        next_check_at timestamptz(3),
        CONSTRAINT webhook_events_pkey PRIMARY KEY (provider, event_id)
      );
      CREATE INDEX webhook_events_received_at ON webhook_events (received_at);
      CREATE INDEX webhook_events_next_check_at ON webhook_events (next_check_at) WHERE next_check_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE webhook_events, refunds, payments, order_accounts`);
  }
}
