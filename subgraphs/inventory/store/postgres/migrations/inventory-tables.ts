import type { MigrationInterface, QueryRunner } from "typeorm";

export class InventoryTables1763690400000 implements MigrationInterface {
  readonly name = "InventoryTables1763690400000";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE warehouses (
        id uuid CONSTRAINT warehouses_pkey PRIMARY KEY,
        code text NOT NULL CONSTRAINT warehouses_code_unique UNIQUE,
        name text NOT NULL,
        is_default boolean NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        version int NOT NULL
      );
      CREATE UNIQUE INDEX warehouses_one_default ON warehouses (is_default) WHERE is_default;
      -- whs_01kdvdna00eaav7ympnqyjewb0: no shop can do without a place for its goods.
      INSERT INTO warehouses (id, code, name, is_default, created_at, updated_at, created_by, version)
      VALUES ('019b76da-a800-7295-b3fa-96adfd277160', 'MAIN', 'Main warehouse', true, now(), now(), 'agora', 1);

      CREATE TABLE stock (
        id uuid CONSTRAINT stock_pkey PRIMARY KEY,
        variant_id uuid NOT NULL,
        warehouse_id uuid NOT NULL CONSTRAINT stock_warehouse REFERENCES warehouses (id),
        on_hand int NOT NULL CONSTRAINT stock_on_hand_not_negative CHECK (on_hand >= 0),
        reserved int NOT NULL CONSTRAINT stock_reserved_not_negative CHECK (reserved >= 0),
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        created_by text NOT NULL,
        version int NOT NULL,
        CONSTRAINT stock_not_oversold CHECK (reserved <= on_hand)
      );
      CREATE UNIQUE INDEX stock_one_per_variant_and_warehouse ON stock (variant_id, warehouse_id);

      CREATE TABLE reservations (
        order_id uuid CONSTRAINT reservations_pkey PRIMARY KEY,
        state text NOT NULL
          CONSTRAINT reservations_state_known CHECK (state IN ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED', 'RETURNED')),
        expires_at timestamptz(3) NOT NULL,
        created_at timestamptz(3) NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        version int NOT NULL
      );
      CREATE INDEX reservations_held_until ON reservations (expires_at) WHERE state = 'HELD';

      CREATE TABLE reservation_lines (
        order_id uuid NOT NULL CONSTRAINT reservation_lines_reservation REFERENCES reservations (order_id),
        stock_id uuid NOT NULL CONSTRAINT reservation_lines_stock REFERENCES stock (id),
        quantity int NOT NULL CONSTRAINT reservation_lines_quantity_positive CHECK (quantity > 0),
        CONSTRAINT reservation_lines_pkey PRIMARY KEY (order_id, stock_id)
      );

      CREATE TABLE stock_movements (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT stock_movements_pkey PRIMARY KEY,
        stock_id uuid NOT NULL CONSTRAINT stock_movements_stock REFERENCES stock (id),
        kind text NOT NULL
          CONSTRAINT stock_movements_kind_known CHECK
            (kind IN ('ADJUSTED', 'COUNTED', 'HELD', 'COMMITTED', 'RELEASED', 'EXPIRED', 'RETURNED')),
        on_hand_delta int NOT NULL,
        reserved_delta int NOT NULL,
        reason text,
        order_id uuid,
        actor text NOT NULL,
        occurred_at timestamptz(3) NOT NULL,
        CONSTRAINT stock_movements_order_or_reason CHECK
          ((kind IN ('ADJUSTED', 'COUNTED')) = (order_id IS NULL) AND (order_id IS NULL) = (reason IS NOT NULL))
      );
      CREATE INDEX stock_movements_of_item ON stock_movements (stock_id, id);
      -- Append-only: not even the subgraph itself may change what was written.
      REVOKE UPDATE, DELETE, TRUNCATE ON stock_movements FROM CURRENT_USER;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE stock_movements, reservation_lines, reservations, stock, warehouses`);
  }
}
