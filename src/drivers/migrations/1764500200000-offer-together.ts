import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OfferTogether1764500200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE offers ADD beside_offer_id uuid REFERENCES offers (id)');
    await queryRunner.query('DROP INDEX offers_one_open_per_driver');
    await queryRunner.query(`
      CREATE UNIQUE INDEX offers_one_open_per_driver ON offers (driver_id)
      WHERE status = 'offered' AND beside_offer_id IS NULL`);
    // One beside it, and no third.
    await queryRunner.query(`
      CREATE UNIQUE INDEX offers_one_open_beside ON offers (driver_id)
      WHERE status = 'offered' AND beside_offer_id IS NOT NULL`);
    await queryRunner.query(`
      CREATE INDEX dispatches_searching ON dispatches (store_id, started_at)
      WHERE status = 'searching'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX dispatches_searching, offers_one_open_beside');
    await queryRunner.query('DROP INDEX offers_one_open_per_driver');
    // The old index has no room for what was offered beside another.
    await queryRunner.query(`
      UPDATE offers SET status = 'withdrawn', answered_at = now()
      WHERE status = 'offered' AND beside_offer_id IS NOT NULL`);
    await queryRunner.query(`
      CREATE UNIQUE INDEX offers_one_open_per_driver ON offers (driver_id)
      WHERE status = 'offered'`);
    await queryRunner.query('ALTER TABLE offers DROP COLUMN beside_offer_id');
  }
}
