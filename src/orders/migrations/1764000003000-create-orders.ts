import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOrders1764000003000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE delivery_zones (
        id              uuid PRIMARY KEY,
        store_id        uuid   NOT NULL,
        name            text   NOT NULL,
        ring            jsonb  NOT NULL,
        fee_minor       bigint NOT NULL CHECK (fee_minor >= 0),
        free_from_minor bigint CHECK (free_from_minor >= 0),
        UNIQUE (store_id, name)
      )`);
    await queryRunner.query(`
      CREATE TABLE delivery_slots (
        id        uuid PRIMARY KEY,
        store_id  uuid        NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at   timestamptz NOT NULL CHECK (ends_at > starts_at),
        cutoff_at timestamptz NOT NULL CHECK (cutoff_at <= starts_at),
        capacity  int         NOT NULL CHECK (capacity > 0),
        taken     int         NOT NULL DEFAULT 0,
        UNIQUE (store_id, starts_at, ends_at),
        CONSTRAINT delivery_slots_never_overbooked CHECK (taken BETWEEN 0 AND capacity)
      )`);
    await queryRunner.query(`
      CREATE TABLE quotes (
        id          uuid PRIMARY KEY,
        customer_id uuid        NOT NULL,
        payload     jsonb       NOT NULL,
        expires_at  timestamptz NOT NULL
      )`);
    await queryRunner.query('CREATE INDEX quotes_expiry ON quotes (expires_at)');
    await queryRunner.query(`
      CREATE TABLE orders (
        id                 uuid PRIMARY KEY,
        number             bigint GENERATED ALWAYS AS IDENTITY (START WITH 1001) UNIQUE,
        quote_id           uuid        NOT NULL UNIQUE,
        customer_id        uuid        NOT NULL,
        store_id           uuid        NOT NULL,
        status             text        NOT NULL CHECK (status IN ('placed', 'accepted', 'picking',
                                         'ready', 'out_for_delivery', 'delivered', 'expired')),
        version            int         NOT NULL DEFAULT 1,
        slot_id            uuid        REFERENCES delivery_slots (id),
        deliver_to         jsonb       NOT NULL,
        store_lat          float8      NOT NULL,
        store_lng          float8      NOT NULL,
        currency           char(3)     NOT NULL,
        subtotal_minor     bigint      NOT NULL CHECK (subtotal_minor >= 0),
        delivery_fee_minor bigint      NOT NULL CHECK (delivery_fee_minor >= 0),
        total_minor        bigint      NOT NULL,
        payment_method     text        NOT NULL CHECK (payment_method = 'cash_on_delivery'),
        picker_id          uuid,
        placed_at          timestamptz NOT NULL,
        CHECK (total_minor = subtotal_minor + delivery_fee_minor)
      )`);
    await queryRunner.query(
      'CREATE INDEX orders_of_customer ON orders (customer_id, placed_at DESC, id DESC)',
    );
    await queryRunner.query('CREATE INDEX orders_queue ON orders (status, placed_at, id)');
    await queryRunner.query(`
      CREATE TABLE order_lines (
        id               uuid PRIMARY KEY,
        order_id         uuid   NOT NULL REFERENCES orders (id),
        position         int    NOT NULL,
        product_id       uuid   NOT NULL,
        sku              text   NOT NULL,
        name             text   NOT NULL,
        size_label       text,
        unit             text   NOT NULL CHECK (unit IN ('each', 'g')),
        quantity         int    NOT NULL CHECK (quantity > 0),
        price_minor      bigint NOT NULL CHECK (price_minor > 0),
        line_total_minor bigint NOT NULL CHECK (line_total_minor >= 0),
        minimum_age      int,
        UNIQUE (order_id, position)
      )`);
    await queryRunner.query(`
      CREATE TABLE order_timeline (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        order_id   uuid        NOT NULL REFERENCES orders (id),
        version    int         NOT NULL,
        from_status text,
        to_status  text        NOT NULL,
        actor_id   uuid,
        actor_role text        NOT NULL,
        reason     text,
        at         timestamptz NOT NULL,
        UNIQUE (order_id, version)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'DROP TABLE order_timeline, order_lines, orders, quotes, delivery_slots, delivery_zones',
    );
  }
}
