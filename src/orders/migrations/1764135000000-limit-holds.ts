import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LimitHolds1764135000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Holds that follow one another are one run: its beginning, and the end of its last hold.
    await queryRunner.query(`
      ALTER TABLE quote_holds
        ADD COLUMN since      timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN held_until timestamptz NOT NULL DEFAULT now()
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE quote_holds DROP COLUMN since, DROP COLUMN held_until');
  }
}
