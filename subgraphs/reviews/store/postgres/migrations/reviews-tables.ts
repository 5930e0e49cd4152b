import type { MigrationInterface, QueryRunner } from "typeorm";

export class ReviewsTables1763690400000 implements MigrationInterface {
  readonly name = "ReviewsTables1763690400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reviews (
        id uuid CONSTRAINT reviews_pkey PRIMARY KEY,
        product_id uuid NOT NULL,
        stars smallint NOT NULL CONSTRAINT reviews_stars_in_range CHECK (stars BETWEEN 1 AND 5),
        title text,
        body text,
        author_name text NOT NULL,
        is_verified_purchase boolean NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by uuid NOT NULL,
        version int NOT NULL
      );
      CREATE UNIQUE INDEX reviews_one_per_author_and_product ON reviews (created_by, product_id);
      CREATE INDEX reviews_newest_of_product ON reviews (product_id, created_at DESC, id DESC);

      CREATE TABLE rating_summaries (
        product_id uuid CONSTRAINT rating_summaries_pkey PRIMARY KEY,
        stars_1 int NOT NULL,
        stars_2 int NOT NULL,
        stars_3 int NOT NULL,
        stars_4 int NOT NULL,
        stars_5 int NOT NULL,
        CONSTRAINT rating_summaries_not_negative CHECK (least(stars_1, stars_2, stars_3, stars_4, stars_5) >= 0)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rating_summaries, reviews`);
  }
}
