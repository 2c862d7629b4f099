import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NoteLateOrders1764133000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // The orders of which it has been said that they are late: the row lets it be said once.
    await queryRunner.query(`
      CREATE TABLE late_orders (
        order_id uuid        NOT NULL,
        noted_at timestamptz NOT NULL,
        CONSTRAINT late_orders_pkey PRIMARY KEY (order_id),
        CONSTRAINT late_orders_order_id_fkey
          FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE late_orders');
  }
}
