import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a customer tells the driver at the door. */
export class AddDeliveryPin1764300100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE orders ADD delivery_pin char(4)`);
    await queryRunner.query(`
      UPDATE orders SET delivery_pin = lpad(floor(random() * 10000)::text, 4, '0'),
        deliver_to = jsonb_build_object('leaveAtDoor', false) || deliver_to`);
    await queryRunner.query(`
      UPDATE quotes SET payload = jsonb_set(payload, '{deliverTo}',
        jsonb_build_object('leaveAtDoor', false) || (payload -> 'deliverTo'))`);
    await queryRunner.query(`
      ALTER TABLE orders
        ALTER delivery_pin SET NOT NULL,
        ADD CHECK (delivery_pin ~ '^[0-9]{4}$')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE orders DROP COLUMN delivery_pin');
  }
}
