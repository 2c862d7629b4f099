import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An import that cannot go on says so, instead of being tried for ever. */
export class CountImportFailures1764600200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // In a row, since the last batch that landed.
    await queryRunner.query('ALTER TABLE imports ADD failures int NOT NULL DEFAULT 0');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE imports DROP failures');
  }
}
