import type { MigrationInterface, QueryRunner } from "typeorm";

export class CatalogTables1763700000000 implements MigrationInterface {
  readonly name = "CatalogTables1763700000000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE brands (
        id uuid CONSTRAINT brands_pkey PRIMARY KEY,
        slug text NOT NULL CONSTRAINT brands_slug_key UNIQUE,
        name text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now()
      );

      CREATE TABLE categories (
        id uuid CONSTRAINT categories_pkey PRIMARY KEY,
        slug text NOT NULL CONSTRAINT categories_slug_key UNIQUE,
        name text NOT NULL,
        parent_id uuid CONSTRAINT categories_parent_id_fkey REFERENCES categories (id),
        ancestor_ids uuid[] NOT NULL,
        position bigint GENERATED ALWAYS AS IDENTITY,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by text,
        version int NOT NULL
      );
      CREATE INDEX categories_parent_id ON categories (parent_id, position);

      CREATE TABLE products (
        id uuid CONSTRAINT products_pkey PRIMARY KEY,
        slug text NOT NULL CONSTRAINT products_slug_key UNIQUE,
        title text NOT NULL,
        title_folded text NOT NULL,
        description text,
        brand_id uuid CONSTRAINT products_brand_id_fkey REFERENCES brands (id),
        status text NOT NULL CONSTRAINT products_status_check CHECK (status IN ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
        images jsonb NOT NULL,
        category_ids uuid[] NOT NULL,
        attributes jsonb NOT NULL,
        external_ref text CONSTRAINT products_external_ref_key UNIQUE,
        published_at timestamptz(3),
        archived_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by text,
        version int NOT NULL,
        listed_at timestamptz(3) NOT NULL GENERATED ALWAYS AS (coalesce(published_at, created_at)) STORED
      );
      CREATE INDEX products_brand_id ON products (brand_id);
      CREATE INDEX products_published_by_time ON products (listed_at, id) WHERE status = 'PUBLISHED';
      CREATE INDEX products_published_by_title ON products (title_folded, id) WHERE status = 'PUBLISHED';

      CREATE TABLE product_slugs (
        slug text CONSTRAINT product_slugs_pkey PRIMARY KEY,
        product_id uuid NOT NULL CONSTRAINT product_slugs_product_id_fkey REFERENCES products (id)
      );
      CREATE INDEX product_slugs_product_id ON product_slugs (product_id);

      CREATE TABLE variants (
        id uuid CONSTRAINT variants_pkey PRIMARY KEY,
        product_id uuid NOT NULL CONSTRAINT variants_product_id_fkey REFERENCES products (id),
        position int NOT NULL,
        sku text NOT NULL CONSTRAINT variants_sku_key UNIQUE,
        gtin text,
        title text NOT NULL,
        options jsonb NOT NULL,
        image jsonb
      );
      CREATE INDEX variants_product_id ON variants (product_id, position);

      CREATE TABLE prices (
        variant_id uuid NOT NULL CONSTRAINT prices_variant_id_fkey REFERENCES variants (id),
        currency text NOT NULL,
        product_id uuid NOT NULL CONSTRAINT prices_product_id_fkey REFERENCES products (id),
        minor_units bigint NOT NULL CONSTRAINT prices_minor_units_check CHECK (minor_units >= 0),
        compare_at_minor_units bigint,
        CONSTRAINT prices_pkey PRIMARY KEY (variant_id, currency),
        CONSTRAINT prices_compare_at_check CHECK (compare_at_minor_units > minor_units)
      );
      CREATE INDEX prices_product_id ON prices (product_id);
      CREATE INDEX prices_minor_units ON prices (currency, minor_units, product_id);

      CREATE TABLE lowest_prices (
        product_id uuid NOT NULL CONSTRAINT lowest_prices_product_id_fkey REFERENCES products (id),
        currency text NOT NULL,
        minor_units bigint NOT NULL,
        CONSTRAINT lowest_prices_pkey PRIMARY KEY (product_id, currency)
      );
      CREATE INDEX lowest_prices_minor_units ON lowest_prices (currency, minor_units, product_id);

      CREATE TABLE category_members (
        category_id uuid NOT NULL CONSTRAINT category_members_category_id_fkey REFERENCES categories (id),
        product_id uuid NOT NULL CONSTRAINT category_members_product_id_fkey REFERENCES products (id),
        CONSTRAINT category_members_pkey PRIMARY KEY (category_id, product_id)
      );
      CREATE INDEX category_members_product_id ON category_members (product_id);

      COMMENT ON TABLE product_slugs IS 'Every slug that a product has or once had: old ones redirect.';
      COMMENT ON TABLE lowest_prices IS 'Of each product in each currency, made from prices in the same transaction: to sort by.';
      COMMENT ON TABLE category_members IS 'Products of a category and of all below it.';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE category_members, lowest_prices, prices, variants, product_slugs, products, categories, brands`,
    );
  }
}
