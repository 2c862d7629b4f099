import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When orders for as soon as possible were to come: so far only their quotes said so. */
export class KeepPromises1764500100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'ALTER TABLE orders ADD promised_from timestamptz, ADD promised_until timestamptz',
    );
    await queryRunner.query(`
      UPDATE orders SET
        promised_from = (payload #>> '{promise,from}')::timestamptz,
        promised_until = (payload #>> '{promise,until}')::timestamptz
      FROM quotes WHERE quotes.id = quote_id`);
    await queryRunner.query(`
      ALTER TABLE orders
        ADD CHECK ((promised_from IS NULL) = (promised_until IS NULL)),
        ADD CHECK (slot_id IS NULL OR promised_until IS NULL)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE orders DROP promised_from, DROP promised_until');
  }
}
