import type { MigrationInterface, QueryRunner } from "typeorm";

export class OrdersTables1763690400000 implements MigrationInterface {
  readonly name = "OrdersTables1763690400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE carts (
        id uuid CONSTRAINT carts_pkey PRIMARY KEY,
        owner text NOT NULL,
        status text NOT NULL CONSTRAINT carts_status_known CHECK (status IN ('OPEN', 'SET_ASIDE', 'ORDERED', 'MERGED')),
        currency text NOT NULL,
        email text,
        shipping_address jsonb,
        billing_address jsonb,
        expires_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        version int NOT NULL
      );
      CREATE UNIQUE INDEX carts_one_open_per_owner ON carts (owner) WHERE status = 'OPEN';
      CREATE INDEX carts_set_aside_of_owner ON carts (owner) WHERE status = 'SET_ASIDE';

      CREATE TABLE cart_lines (
        id uuid CONSTRAINT cart_lines_pkey PRIMARY KEY,
        cart_id uuid NOT NULL CONSTRAINT cart_lines_cart_fkey REFERENCES carts (id),
        variant_id uuid NOT NULL,
        quantity int NOT NULL CONSTRAINT cart_lines_quantity_positive CHECK (quantity > 0),
        seen_unit_price bigint,
        position bigint GENERATED ALWAYS AS IDENTITY
      );
      CREATE UNIQUE INDEX cart_lines_one_per_variant ON cart_lines (cart_id, variant_id);

      CREATE TABLE orders (
        id uuid CONSTRAINT orders_pkey PRIMARY KEY,
        number text NOT NULL CONSTRAINT orders_number_key UNIQUE,
        owner text NOT NULL,
        status text NOT NULL CONSTRAINT orders_status_known CHECK (
          status IN ('PENDING', 'CONFIRMED', 'PROCESSING', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'REFUNDED')
        ),
        cancel_reason text CONSTRAINT orders_cancel_reason_known CHECK (cancel_reason IN ('CUSTOMER', 'STAFF', 'PAYMENT_EXPIRED')),
        email text NOT NULL,
        currency text NOT NULL,
        subtotal bigint NOT NULL,
        discount bigint NOT NULL,
        shipping bigint NOT NULL,
        tax bigint NOT NULL,
        total bigint NOT NULL,
        prices_include_tax boolean NOT NULL,
        shipping_address jsonb NOT NULL,
        billing_address jsonb NOT NULL,
        sales_channel text NOT NULL,
        external_ref text,
        payment_due_by timestamptz(3),
        placed_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        version int NOT NULL,
        sequence int NOT NULL,
        CONSTRAINT orders_total_adds_up CHECK (
          total = subtotal - discount + shipping + CASE WHEN prices_include_tax THEN 0 ELSE tax END
        ),
        CONSTRAINT orders_reason_when_cancelled CHECK ((cancel_reason IS NOT NULL) = (status = 'CANCELLED')),
        CONSTRAINT orders_due_while_pending CHECK ((payment_due_by IS NOT NULL) = (status = 'PENDING'))
      );
      CREATE UNIQUE INDEX orders_one_per_external_ref ON orders (sales_channel, external_ref) WHERE external_ref IS NOT NULL;
      CREATE INDEX orders_newest_of_owner ON orders (owner, placed_at DESC, id DESC);
      CREATE INDEX orders_newest ON orders (placed_at DESC, id DESC);
      CREATE INDEX orders_newest_of_status ON orders (status, placed_at DESC, id DESC);
      CREATE INDEX orders_by_total ON orders (total, id);
      CREATE INDEX orders_by_email ON orders (email);
      CREATE INDEX orders_payment_due ON orders (payment_due_by) WHERE status = 'PENDING';

      CREATE TABLE order_lines (
        id uuid CONSTRAINT order_lines_pkey PRIMARY KEY,
        order_id uuid NOT NULL CONSTRAINT order_lines_order_fkey REFERENCES orders (id),
        position int NOT NULL,
        variant_id uuid NOT NULL,
        product_id uuid NOT NULL,
        sku text NOT NULL,
        title text NOT NULL,
        image_url text,
        options jsonb NOT NULL,
        quantity int NOT NULL CONSTRAINT order_lines_quantity_positive CHECK (quantity > 0),
        currency text NOT NULL,
        unit_price bigint NOT NULL,
        tax bigint NOT NULL,
        total bigint NOT NULL
      );
      CREATE UNIQUE INDEX order_lines_position ON order_lines (order_id, position);
      CREATE INDEX order_lines_product ON order_lines (product_id);

      CREATE TABLE timeline (
        order_id uuid NOT NULL CONSTRAINT timeline_order_fkey REFERENCES orders (id),
        sequence int NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        from_status text,
        status text NOT NULL,
        actor text NOT NULL CONSTRAINT timeline_actor_known CHECK (actor IN ('CUSTOMER', 'STAFF', 'PAYMENTS', 'CLOCK')),
        actor_id text,
        note text,
        CONSTRAINT timeline_pkey PRIMARY KEY (order_id, sequence)
      );

      CREATE TABLE placements (
        caller text NOT NULL,
        key text NOT NULL,
        arguments_hash bytea NOT NULL,
        order_id uuid NOT NULL,
        step text NOT NULL CONSTRAINT placements_step_known CHECK (step IN ('STARTED', 'RESERVING', 'PLACED', 'REFUSING')),
        input jsonb NOT NULL,
        reserved_version int,
        reserved_at timestamptz(3),
        attempt int NOT NULL,
        lease_until timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT placements_pkey PRIMARY KEY (caller, key)
      );
      CREATE INDEX placements_unfinished ON placements (lease_until) WHERE step <> 'PLACED';
      CREATE INDEX placements_finished ON placements (updated_at) WHERE step = 'PLACED';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE placements, timeline, order_lines, orders, cart_lines, carts`);
  }
}
