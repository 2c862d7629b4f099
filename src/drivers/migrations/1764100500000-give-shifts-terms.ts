import type { MigrationInterface, QueryRunner } from 'typeorm';

export class GiveShiftsTerms1764100500000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // A shift from before has no store until its driver says again that it is on duty.
    await queryRunner.query(`
      ALTER TABLE shifts
        ADD COLUMN store_id uuid,
        ADD COLUMN vehicle  text CHECK (vehicle IN ('bike', 'scooter', 'car', 'van')),
        ADD COLUMN capacity smallint NOT NULL DEFAULT 2 CHECK (capacity BETWEEN 1 AND 10)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE shifts DROP COLUMN store_id, DROP COLUMN vehicle, DROP COLUMN capacity`);
  }
}
