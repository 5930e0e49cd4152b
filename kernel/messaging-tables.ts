import type { MigrationInterface, QueryRunner } from "typeorm";

/** How many partitions each topic has; an aggregate's events all lie in one. */
export const PARTITIONS = 8;

/** The tables that every subgraph's schema has: what it says, what it heard, what it gave up on, what it was asked. */
class MessagingTables1763683200000 implements MigrationInterface {
  readonly name = "MessagingTables1763683200000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT outbox_pkey PRIMARY KEY,
        aggregate_id text NOT NULL,
        event jsonb NOT NULL
      );
      CREATE TABLE inbox (
        event_id uuid CONSTRAINT inbox_pkey PRIMARY KEY,
        received_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX inbox_received_at ON inbox (received_at);
      CREATE TABLE dead_letters (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT dead_letters_pkey PRIMARY KEY,
        topic text NOT NULL,
        event jsonb NOT NULL,
        error text NOT NULL,
        attempts int NOT NULL,
        failed_at timestamptz(3) NOT NULL DEFAULT now(),
        redrive_requested_at timestamptz(3),
        redriven_at timestamptz(3)
      );
      CREATE TABLE idempotency (
        caller text NOT NULL,
        mutation text NOT NULL,
        key text NOT NULL,
        arguments_hash bytea NOT NULL,
        kept jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_pkey PRIMARY KEY (caller, mutation, key)
      );
      CREATE INDEX idempotency_created_at ON idempotency (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE outbox, inbox, dead_letters, idempotency`);
  }
}

export const messagingMigration = MessagingTables1763683200000;

/**
 * The topic of a subgraph's events: a log that only its own role may write and every consumer may read.
 * @param readers who hear and say nothing, beside the subgraphs
 */
export function busSchemaSql(
  topics: readonly string[],
  readers: readonly string[],
  roleOf: (name: string) => string,
): string {
  const consumers = topics.map(roleOf).join(", ");
  const everyone = [...topics, ...readers].map(roleOf).join(", ");
  const perTopic = topics.map(
    (topic) => `
      CREATE TABLE IF NOT EXISTS bus.${topic} (
        "offset" bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT ${topic}_pkey PRIMARY KEY,
        partition smallint NOT NULL,
        event jsonb NOT NULL,
        written_at timestamptz(3) NOT NULL DEFAULT now()
      );
      CREATE INDEX IF NOT EXISTS ${topic}_written_at ON bus.${topic} (written_at);
      GRANT SELECT ON bus.${topic} TO ${everyone};
      GRANT INSERT, DELETE ON bus.${topic} TO ${roleOf(topic)};`,
  );
  return `
    CREATE SCHEMA IF NOT EXISTS bus;
    GRANT USAGE ON SCHEMA bus TO ${everyone};
    CREATE TABLE IF NOT EXISTS bus.offsets (
      consumer name NOT NULL,
      topic text NOT NULL,
      partition smallint NOT NULL,
      position bigint NOT NULL,
      CONSTRAINT offsets_pkey PRIMARY KEY (consumer, topic, partition)
    );
    ALTER TABLE bus.offsets ENABLE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS own_offsets ON bus.offsets;
    CREATE POLICY own_offsets ON bus.offsets USING (consumer = current_user) WITH CHECK (consumer = current_user);
    GRANT SELECT, INSERT, UPDATE ON bus.offsets TO ${consumers};
    ${perTopic.join("\n")}`;
}
