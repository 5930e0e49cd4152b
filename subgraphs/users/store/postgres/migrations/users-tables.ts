import type { MigrationInterface, QueryRunner } from "typeorm";

export class UsersTables1763694000000 implements MigrationInterface {
  readonly name = "UsersTables1763694000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid CONSTRAINT users_pkey PRIMARY KEY,
        email text NOT NULL,
        email_folded text NOT NULL,
        password_hash text NOT NULL,
        name text,
        phone text,
        roles text[] NOT NULL CONSTRAINT users_roles_known CHECK (roles <@ ARRAY['CUSTOMER', 'SUPPORT', 'ADMIN']),
        currency text,
        locale text,
        newsletter boolean NOT NULL,
        marketing boolean NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        version int NOT NULL
      );
      CREATE UNIQUE INDEX users_email_folded ON users (email_folded);

      CREATE TABLE saved_addresses (
        id uuid CONSTRAINT saved_addresses_pkey PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT saved_addresses_user_id_fkey REFERENCES users (id),
        label text,
        name text NOT NULL,
        line1 text NOT NULL,
        line2 text,
        city text NOT NULL,
        region text,
        postal_code text,
        country text NOT NULL,
        phone text,
        is_default_shipping boolean NOT NULL,
        is_default_billing boolean NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        version int NOT NULL
      );
      CREATE INDEX saved_addresses_user_id ON saved_addresses (user_id, id);
      CREATE UNIQUE INDEX saved_addresses_one_default_shipping ON saved_addresses (user_id) WHERE is_default_shipping;
      CREATE UNIQUE INDEX saved_addresses_one_default_billing ON saved_addresses (user_id) WHERE is_default_billing;

      CREATE TABLE sessions (
        id uuid CONSTRAINT sessions_pkey PRIMARY KEY,
        user_id uuid CONSTRAINT sessions_user_id_fkey REFERENCES users (id),
        guest_id uuid,
        locale text,
        created_at timestamptz(3) NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        revoked_at timestamptz(3),
        revoked_because text
          CONSTRAINT sessions_revoked_because_known CHECK (revoked_because IN ('SIGNED_OUT', 'REFRESH_TOKEN_REUSED')),
        CONSTRAINT sessions_one_subject CHECK (num_nonnulls(user_id, guest_id) = 1),
        CONSTRAINT sessions_revoked_for_a_reason CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
      );
      CREATE INDEX sessions_user_id ON sessions (user_id) WHERE user_id IS NOT NULL;
      CREATE UNIQUE INDEX sessions_guest_id ON sessions (guest_id) WHERE guest_id IS NOT NULL;
      CREATE INDEX sessions_revoked_at ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;
      CREATE INDEX sessions_expires_at ON sessions (expires_at);

      CREATE TABLE refresh_tokens (
        hash bytea CONSTRAINT refresh_tokens_pkey PRIMARY KEY,
        session_id uuid NOT NULL
          CONSTRAINT refresh_tokens_session_id_fkey REFERENCES sessions (id) ON DELETE CASCADE,
        used_at timestamptz(3)
      );
      CREATE INDEX refresh_tokens_session_id ON refresh_tokens (session_id);
      CREATE INDEX refresh_tokens_used_at ON refresh_tokens (used_at) WHERE used_at IS NOT NULL;

      CREATE TABLE sign_in_failures (
        email_hash bytea CONSTRAINT sign_in_failures_pkey PRIMARY KEY,
        window_started_at timestamptz(3) NOT NULL,
        failures int NOT NULL
      );
      CREATE INDEX sign_in_failures_window_started_at ON sign_in_failures (window_started_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sign_in_failures, refresh_tokens, sessions, saved_addresses, users`);
  }
}
