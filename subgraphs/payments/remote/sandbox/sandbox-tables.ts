import type { MigrationInterface, QueryRunner } from "typeorm";

/** What the sandbox company keeps, beside ours and never joined with it. */
export class SandboxTables1763690460000 implements MigrationInterface {
  readonly name = "SandboxTables1763690460000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sandbox_charges (
        id uuid CONSTRAINT sandbox_charges_pkey PRIMARY KEY,
        payment_id text NOT NULL CONSTRAINT sandbox_charges_payment_id_key UNIQUE,
        amount bigint NOT NULL,
        refunded bigint NOT NULL DEFAULT 0,
        currency text NOT NULL,
        status text NOT NULL CONSTRAINT sandbox_charges_status_known
          CHECK (status IN ('processing', 'requires_action', 'succeeded', 'failed', 'cancelled')),
        failure text,
        return_url text,
        due_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        CONSTRAINT sandbox_charges_refunded_in_range CHECK (refunded BETWEEN 0 AND amount)
      );
      CREATE INDEX sandbox_charges_due_at ON sandbox_charges (due_at) WHERE due_at IS NOT NULL;

      CREATE TABLE sandbox_refunds (
        id text CONSTRAINT sandbox_refunds_pkey PRIMARY KEY,
        charge_id uuid NOT NULL CONSTRAINT sandbox_refunds_charge_id_fkey REFERENCES sandbox_charges (id),
        amount bigint NOT NULL CONSTRAINT sandbox_refunds_amount_positive CHECK (amount > 0),
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX sandbox_refunds_charge_id ON sandbox_refunds (charge_id);

      CREATE TABLE sandbox_deliveries (
        id uuid CONSTRAINT sandbox_deliveries_pkey PRIMARY KEY,
        type text NOT NULL,
        subject text NOT NULL,
        failure text,
        attempts int NOT NULL,
        next_attempt_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX sandbox_deliveries_next_attempt_at ON sandbox_deliveries (next_attempt_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sandbox_deliveries, sandbox_refunds, sandbox_charges`);
  }
}
