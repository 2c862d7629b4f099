import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where an order went, and its PIN, may be forgotten: once it is over, and never before. */
export class ForgetDoors1764136010000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE orders
        ALTER COLUMN deliver_to DROP NOT NULL,
        ALTER COLUMN delivery_pin DROP NOT NULL,
        ADD CONSTRAINT orders_door_while_under_way CHECK (
          (deliver_to IS NOT NULL AND delivery_pin IS NOT NULL)
          OR status IN ('delivered', 'cancelled', 'rejected', 'expired', 'returned'));

      -- For the nightly search: what has been forgotten leaves it.
      CREATE INDEX orders_remembered ON orders (placed_at, id) WHERE deliver_to IS NOT NULL
        AND status IN ('delivered', 'cancelled', 'rejected', 'expired', 'returned');
    `);
  }

  /** What was forgotten does not come back: those orders get a door without words. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX orders_remembered;
      ALTER TABLE orders DROP CONSTRAINT orders_door_while_under_way;
      UPDATE orders SET delivery_pin = coalesce(delivery_pin, '0000'),
        deliver_to = coalesce(deliver_to, jsonb_build_object('line1', '', 'lat', store_lat,
          'lng', store_lng, 'notes', NULL, 'phone', NULL, 'leaveAtDoor', false))
      WHERE deliver_to IS NULL OR delivery_pin IS NULL;
      ALTER TABLE orders
        ALTER COLUMN deliver_to SET NOT NULL,
        ALTER COLUMN delivery_pin SET NOT NULL
    `);
  }
}
